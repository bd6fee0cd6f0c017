// The keyboard: / to the question box, Enter asks, Escape closes what lies on top.
import { $ } from "./dom.js";
import { hideCard } from "./marks.js";
import { closePanel, panelIsOpen } from "./panel.js";

const typing = (target) => target.matches("input, textarea, select, [contenteditable]");

export const watchKeys = () => {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hideCard() || closePanel();
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== "/" || modified || typing(event.target) || (panelIsOpen() && $("main").inert)) return;
    event.preventDefault();
    $("question").focus();
  });
  $("question").addEventListener("keydown", (event) => {
    // Enter that ends a composition (Japanese, Chinese) chooses a word and asks nothing.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("ask").requestSubmit();
  });
};

// The panel beside the answers: one thing at a time, closed by Escape, focus back where it came from.
import { $ } from "./dom.js";

const narrow = matchMedia("(max-width: 44rem)");
let opener = null;
let whenClosed = null;
let shown = 0;

const outside = () => [document.querySelector("header"), $("main")];
// On a phone the panel lies over everything, so nothing beneath it can be reached.
const cover = () => outside().forEach((part) => (part.inert = narrow.matches && !$("panel").hidden));
narrow.addEventListener("change", cover);

// Shows an empty panel; what fills it asks `current()` first, since another may have been opened meanwhile.
export const openPanel = (title, about = "", closed = null) => {
  whenClosed?.();
  whenClosed = closed;
  if ($("panel").hidden) opener = document.activeElement;
  $("panel-title").textContent = title;
  $("panel-about").textContent = about;
  $("panel-tools").replaceChildren();
  $("panel-body").replaceChildren();
  $("panel-body").scrollTop = 0;
  $("panel").hidden = false;
  document.body.classList.add("with-panel");
  cover();
  $("panel").focus({ preventScroll: true });
  const mine = ++shown;
  return { body: $("panel-body"), tools: $("panel-tools"), current: () => mine === shown };
};

export const panelIsOpen = () => !$("panel").hidden;

export const closePanel = () => {
  if (!panelIsOpen()) return;
  shown++;
  $("panel").hidden = true;
  document.body.classList.remove("with-panel");
  cover();
  whenClosed?.();
  whenClosed = null;
  (opener?.isConnected ? opener : $("question")).focus({ preventScroll: true });
};

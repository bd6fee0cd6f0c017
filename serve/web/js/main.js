// Puts the page together.
import { ask, resume, stop } from "./conversation.js";
import { $ } from "./dom.js";
import { watchKeys } from "./keys.js";
import { openLibrary } from "./library.js";
import { watchMarks } from "./marks.js";
import { closePanel } from "./panel.js";
import { problemLine } from "./problem.js";
import { openDocument } from "./viewer.js";
import { drawWelcome, offerTo } from "./welcome.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
const showTheme = () => $("theme").setAttribute("aria-pressed", isDark());

$("theme").addEventListener("click", () => {
  const chosen = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  localStorage.setItem("theme", chosen);
  showTheme();
});
dark.addEventListener("change", showTheme);
showTheme();

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("send").hidden) return;
  ask($("question").value);
  $("question").value = "";
});
$("stop").addEventListener("click", stop);
$("fresh").addEventListener("click", () => location.assign("/"));
$("library").addEventListener("click", () => ($("library").getAttribute("aria-expanded") === "true" ? closePanel() : openLibrary()));
$("first").addEventListener("click", openLibrary);
$("panel-close").addEventListener("click", closePanel);
watchMarks();
watchKeys();
offerTo(ask);

// /?q=WORDS asks; /?document=ID&start=N&end=N opens it at those words; /?conversation=ID goes on with that one.
const wanted = new URLSearchParams(location.search);
if (wanted.has("document")) {
  const [start, end] = [Number(wanted.get("start")), Number(wanted.get("end"))];
  openDocument({ id: wanted.get("document"), citations: end > start ? [{ start, end }] : [] });
}
const begin = async () => {
  try {
    if (wanted.get("q")) await ask(wanted.get("q"));
    else if (!wanted.get("conversation") || !(await resume(wanted.get("conversation")))) await drawWelcome();
  } catch (error) {
    $("trouble").replaceChildren(problemLine(error, begin));
  }
};
begin();

// A document beside the answer: every cited passage of it marked, the chosen one strongest and in view.
import { documentPath, getJson } from "./api.js";
import { documentNodes } from "./blocks.js";
import { copy } from "./clipboard.js";
import { button, element } from "./dom.js";
import { openPanel } from "./panel.js";
import { problemLine } from "./problem.js";
import { sheet } from "./sheet.js";

const linkTo = (id, citation) => {
  const words = citation ? { start: citation.start, end: citation.end } : {};
  return `${location.origin}/?${new URLSearchParams({ document: id, ...words })}`;
};

const strengthen = (view) => {
  const { body, active } = view;
  for (const mark of body.querySelectorAll("mark")) {
    mark.classList.toggle("active", mark.dataset.over.split(" ").includes(String(active)));
  }
  body.querySelector("mark.active")?.scrollIntoView({ block: "center" });
};

const showText = (view) => {
  const { found, citations, body } = view;
  body.replaceChildren(element("article", { class: "document", "aria-label": found.title }, ...documentNodes(found, citations)));
  strengthen(view);
};

const showPage = async (view) => {
  const { found, citations, body, active, page } = view;
  try {
    const picture = await sheet({ id: found.id, title: found.title, page, citation: citations[active] });
    if (view.still() && view.asPage && view.page === page && view.active === active) {
      body.replaceChildren(picture);
      body.scrollTop = 0;
    }
  } catch (error) {
    if (view.still()) body.replaceChildren(problemLine(error, () => showPage(view)));
  }
};

const show = (view) => {
  drawTools(view);
  if (view.asPage) showPage(view);
  else if (view.body.querySelector(".document")) strengthen(view);
  else showText(view);
};

const choose = (view, active) => {
  const { citations } = view;
  view.active = (active + citations.length) % citations.length;
  view.page = citations[view.active].page ?? view.page;
  show(view);
};

const stepper = (words, back, on, what) => [
  button("", back, { drawing: "back", "aria-label": `Previous ${what}` }),
  element("span", { class: "place", role: "status" }, words),
  button("", on, { drawing: "next", "aria-label": `Next ${what}` }),
];

const drawTools = (view) => {
  const { tools, citations, active, pages, asPage, page, found } = view;
  const focused = document.activeElement?.getAttribute("aria-label");
  const parts = [];
  if (citations.length > 1) {
    const place = `${active + 1} of ${citations.length}`;
    parts.push(...stepper(place, () => choose(view, active - 1), () => choose(view, active + 1), "passage"));
  }
  if (asPage) {
    const turn = (to) => Object.assign(view, { page: Math.min(pages, Math.max(1, to)) });
    parts.push(...stepper(`Page ${page} of ${pages}`, () => show(turn(page - 1)), () => show(turn(page + 1)), "page"));
  }
  const as = (kind, label) => button(label, () => show(Object.assign(view, { asPage: kind })), { "aria-pressed": String(asPage === kind) });
  if (pages) parts.push(as(false, "Text"), as(true, "Page"));
  const link = button("Copy link", async () => (link.lastChild.data = (await copy(linkTo(found.id, citations[active]))) ? "Copied" : "Not copied"), {
    look: "plain spread",
  });
  tools.replaceChildren(...parts, link);
  if (focused) tools.querySelector(`[aria-label="${focused}"]`)?.focus();
};

// Opens a document. `citations` are spans of it ({start, end, page?}); `active` is the one to bring into view.
export const openDocument = async (wanted) => {
  const { id, title = String(id), citations = [], active = 0, closed } = wanted;
  const { body, tools, current } = openPanel(title, String(id), closed);
  try {
    const found = await getJson(`${documentPath(id)}/text`);
    if (!current()) return;
    document.getElementById("panel-title").textContent = found.title;
    const pages = Math.max(0, ...found.blocks.map((block) => block.page ?? 0));
    const page = citations[active]?.page ?? 1;
    const view = { found, citations, active, page, pages, asPage: false, body, tools, still: current };
    body.onkeydown = ({ key }) => {
      const ahead = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (ahead && citations.length > 1 && current()) choose(view, view.active + ahead);
    };
    show(view);
  } catch (error) {
    if (current()) body.replaceChildren(problemLine(error, () => openDocument(wanted)));
  }
};

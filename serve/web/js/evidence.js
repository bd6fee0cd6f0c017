// The passages that a question finds, with the rank and score that each stage gave them.
import { postJson } from "./api.js";
import { button, element } from "./dom.js";
import { problemLine } from "./problem.js";
import { openDocument } from "./viewer.js";

const STAGES = { dense: "Meaning", bm25: "Words", fusion: "Fused", late: "Tokens", rerank: "Reranked" };
const SHOWN = 10;

const figure = (stage) => {
  if (!stage) return "–";
  const { rank, score } = stage;
  return `${rank}. (${Math.abs(score) < 1 ? score.toFixed(3) : score.toFixed(1)})`;
};

const passage = (hit) => {
  const open = () => openDocument({ id: hit.document, citations: [{ start: hit.start, end: hit.end }] });
  const section = hit.section.split(" > ").at(-1);
  return [button(section, open, { look: "link" }), element("span", { class: "passage soft" }, hit.text)];
};

const table = (hits) => {
  const names = Object.keys(STAGES).filter((name) => hits.some((hit) => hit.stages[name]));
  const heads = ["Passage", ...names.map((name) => STAGES[name])];
  const head = element("tr", {}, ...heads.map((name, i) => element("th", { scope: "col", class: i ? "figure" : null }, name)));
  const rows = hits.map((hit) =>
    element(
      "tr",
      {},
      element("td", {}, ...passage(hit)),
      ...names.map((name) => element("td", { class: "figure" }, figure(hit.stages[name]))),
    ),
  );
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
};

// A section that fills itself once the search is back.
export const evidence = (question) => {
  const content = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Evidence" }, "Searching…");
  const load = async () => {
    try {
      const { hits } = await postJson("/v1/search", { query: question, top_k: SHOWN });
      content.replaceChildren(hits.length ? table(hits) : "Nothing was found.");
    } catch (error) {
      content.replaceChildren(problemLine(error, load));
    }
  };
  load();
  const about = "What a search for these words finds: each stage's rank, and its score.";
  return element("section", {}, element("h3", {}, "Evidence"), element("p", { class: "soft small" }, about), content);
};

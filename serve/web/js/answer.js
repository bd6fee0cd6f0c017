// A finished or growing answer as elements: its words with their marks, the documents it cites, or a refusal.
import { button, counted, element } from "./dom.js";
import { citationMark } from "./marks.js";
import { prose } from "./prose.js";
import { openDocument } from "./viewer.js";

const openCitation = (citations) => (citation, mark) => {
  const same = citations.filter((c) => c.document === citation.document);
  mark?.setAttribute("aria-expanded", "true");
  openDocument({
    id: citation.document,
    title: citation.title,
    citations: same,
    active: same.indexOf(citation),
    closed: () => mark?.setAttribute("aria-expanded", "false"),
  });
};

export const answered = (text, citations) => {
  const open = openCitation(citations);
  const mark = (number) => {
    const citation = citations.find((c) => c.number === number);
    return citation && citationMark(citation, open);
  };
  return element("div", { class: "prose" }, ...prose(text, mark));
};

export const sources = (citations) => {
  const open = openCitation(citations);
  const documents = new Map();
  for (const c of citations) documents.set(c.document, [...(documents.get(c.document) ?? []), c]);
  const items = [...documents.values()].map((group) => {
    const count = element("small", {}, counted(group.length, "passage"));
    const source = button(group[0].title, () => open(group[0]), { look: "button", drawing: "documents" });
    source.append(count);
    return element("li", {}, source);
  });
  return items.length ? element("ul", { class: "sources", "aria-label": "Documents that are cited" }, ...items) : null;
};

// What the refusal says beyond its reason, unless that lists what is offered as buttons.
const instead = ({ text, reason, suggestions = [] }) => {
  const rest = text.startsWith(reason) ? text.slice(reason.length).trim() : text;
  return suggestions.length && suggestions.some((s) => rest.includes(s)) ? "" : rest;
};

export const refused = (answer, ask) => {
  const offers = (answer.suggestions ?? []).map((s) => element("li", {}, button(s, () => ask(s), { look: "button" })));
  const box = element("div", { class: "refused" }, element("h3", {}, answer.reason || "There is no answer to this."));
  const rest = instead(answer);
  if (rest) box.append(element("p", { class: "note" }, rest));
  if (!offers.length) return box;
  box.append(element("p", { class: "note" }, "The documents do answer:"), element("ul", { class: "offers" }, ...offers));
  return box;
};

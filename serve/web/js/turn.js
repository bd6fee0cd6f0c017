// One question with its answer, from the first stage to what one can do with it.
import { actions } from "./actions.js";
import { $, button, counted, element } from "./dom.js";
import { citationMark } from "./marks.js";
import { problemLine } from "./problem.js";
import { prose, withoutMarks } from "./prose.js";
import { openDocument } from "./viewer.js";

const STAGES = {
  process: "Reading the question",
  embed: "Searching the documents",
  search: "Weighing what was found",
  rerank: "Writing the answer",
};
let turns = 0;

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

const answered = (text, citations) => {
  const open = openCitation(citations);
  const mark = (number) => {
    const citation = citations.find((c) => c.number === number);
    return citation && citationMark(citation, open);
  };
  return element("div", { class: "prose" }, ...prose(text, mark));
};

const sources = (citations) => {
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

const refused = (answer, ask) => {
  const offers = (answer.suggestions ?? []).map((s) => element("li", {}, button(s, () => ask(s), { look: "button" })));
  const box = element("div", { class: "refused" }, element("h3", {}, answer.reason || "There is no answer to this."));
  const rest = instead(answer);
  if (rest) box.append(element("p", { class: "note" }, rest));
  if (!offers.length) return [box];
  box.append(element("p", { class: "note" }, "The documents do answer:"), element("ul", { class: "offers" }, ...offers));
  return [box];
};

export const say = (words) => $("said").append(element("p", {}, words));

export const newTurn = (question, ask) => {
  const id = `question-${++turns}`;
  const body = element("div");
  const node = element("article", { class: "turn", "aria-labelledby": id }, element("h2", { id, tabindex: "-1" }, question), body);
  const seen = { text: "", citations: [] };
  const stage = element("p", { class: "stage" }, "Asking");
  body.append(stage);

  const draw = () => body.replaceChildren(answered(seen.text, seen.citations), stage);
  return {
    node,
    stage: ({ name }) => (stage.textContent = STAGES[name] ?? stage.textContent),
    citation: (citation) => seen.citations.push(citation),
    sentence: ({ text, citations }) => {
      const marks = citations.map((n) => `[${n}]`).filter((mark) => !text.includes(mark));
      seen.text += `${text} ${marks.join("")} `;
      say(withoutMarks(text));
      draw();
    },
    done: (answer) => {
      const no = answer.status === "refused";
      if (no) say(answer.text);
      body.replaceChildren(
        ...(no ? refused(answer, ask) : [answered(answer.text, answer.citations), sources(answer.citations)]).filter(Boolean),
        ...answer.notes.map((note) => element("p", { class: "note" }, `Note: ${note}.`)),
        ...actions(question, answer, ask),
      );
    },
    stopped: () => stage.replaceWith(element("p", { class: "note" }, "Stopped.")),
    failed: (error, retry) => stage.replaceWith(problemLine(error, retry)),
  };
};

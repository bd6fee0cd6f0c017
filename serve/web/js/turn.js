// One question with its answer, from the first stage to what one can do with it.
import { actions } from "./actions.js";
import { answered, refused, sources } from "./answer.js";
import { $, element } from "./dom.js";
import { problemLine } from "./problem.js";
import { withoutMarks } from "./prose.js";

const STAGES = {
  process: "Searching the documents",
  search: "Weighing what was found",
  rerank: "Writing the answer",
};
let turns = 0;

const whole = (question, answer, ask) => {
  const { status, text, citations, notes } = answer;
  const said = status === "refused" ? [refused(answer, ask)] : [answered(text, citations), sources(citations)];
  const remarks = notes.map((note) => element("p", { class: "note" }, `Note: ${note}.`));
  return [...said.filter(Boolean), ...remarks, ...actions(question, answer, ask)];
};

const say = (words) => $("said").append(element("p", {}, words));

export const newTurn = (question, ask) => {
  const id = `question-${++turns}`;
  const body = element("div");
  const node = element("article", { class: "turn", "aria-labelledby": id }, element("h2", { id, tabindex: "-1" }, question), body);
  const seen = { text: "", citations: [] };
  const stage = element("p", { class: "stage" }, STAGES.process);
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
      if (answer.status === "refused") say(answer.text);
      body.replaceChildren(...whole(question, answer, ask));
    },
    stopped: () => stage.replaceWith(element("p", { class: "note" }, "Stopped.")),
    failed: (error, retry) => stage.replaceWith(problemLine(error, retry)),
  };
};

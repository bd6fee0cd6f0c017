// What one can do with an answer: judge it, ask again, copy it, see why it came out so.
import { postJson } from "./api.js";
import { copy } from "./clipboard.js";
import { button, element } from "./dom.js";
import { reasons } from "./feedback.js";
import { markdown } from "./markdown.js";
import { problemLine } from "./problem.js";
import { openWhy } from "./why.js";

export const actions = (question, answer, ask) => {
  const said = element("span", { class: "soft small", role: "status" });
  const below = element("div");
  const send = async (verdict, more = {}) => {
    below.replaceChildren();
    try {
      await postJson("/v1/feedback", { answer: answer.id, verdict, ...more });
      return true;
    } catch (error) {
      below.replaceChildren(problemLine(error, () => judge(verdict, more)));
      return false;
    }
  };
  const judge = async (verdict, more) => {
    if (!(await send(verdict, more))) return;
    for (const [name, thumb] of Object.entries(thumbs)) thumb.setAttribute("aria-pressed", name === verdict);
    said.textContent = "Thank you.";
  };
  const thumbs = {
    helpful: button("", () => judge("helpful"), { drawing: "up", "aria-label": "Helpful", "aria-pressed": "false" }),
    "not helpful": button("", () => below.replaceChildren(reasons((more) => judge("not helpful", more), () => below.replaceChildren())), {
      drawing: "down",
      "aria-label": "Not helpful",
      "aria-pressed": "false",
    }),
  };
  const again = async () => (await send("ask again")) && ask(question);
  const take = async () => (said.textContent = (await copy(markdown(question, answer))) ? "Copied." : "This browser does not let pages copy.");
  const row = element(
    "div",
    { class: "actions", role: "group", "aria-label": "About this answer" },
    ...Object.values(thumbs),
    button("Ask again", again, { drawing: "again" }),
    button("Copy", take, { drawing: "copy", "aria-label": "Copy with citations" }),
    button("Why this answer", () => openWhy(question, answer), { drawing: "why" }),
    said,
  );
  return [row, below];
};

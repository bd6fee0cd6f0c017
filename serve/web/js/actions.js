// What one can do with an answer: judge it, ask again, copy it, see why it came out so.
import { copy } from "./clipboard.js";
import { button, element } from "./dom.js";
import { judging } from "./feedback.js";
import { markdown } from "./markdown.js";
import { openWhy } from "./why.js";

export const actions = (question, answer, ask) => {
  const said = element("span", { class: "soft small", role: "status" });
  const below = element("div");
  const { thumbs, send } = judging(answer.id, said, below);
  const again = async () => (await send("ask again")) && ask(question);
  const take = async () => {
    const done = await copy(markdown(question, answer));
    said.textContent = done ? "Copied." : "This browser does not let pages copy.";
  };
  const row = element(
    "div",
    { class: "actions", role: "group", "aria-label": "About this answer" },
    ...thumbs,
    button("Ask again", again, { drawing: "again" }),
    button("Copy", take, { drawing: "copy", "aria-label": "Copy with citations" }),
    button("Why this answer", () => openWhy(question, answer), { drawing: "why" }),
    said,
  );
  return [row, below];
};

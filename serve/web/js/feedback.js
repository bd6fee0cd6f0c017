// Whether an answer helped, and if not, why: a reason, and words of one's own.
import { postJson } from "./api.js";
import { button, element } from "./dom.js";
import { problemLine } from "./problem.js";

const REASONS = ["It is wrong", "Something is missing", "The source does not say it", "Not what I asked"];

const reasons = (send, cancel) => {
  const choice = (words) => element("label", { class: "choice" }, element("input", { type: "radio", name: "reason", value: words, required: true }), words);
  const comment = element("textarea", { rows: "2", "aria-label": "Comment", placeholder: "What should it have said? (optional)" });
  const given = (event) => {
    event.preventDefault();
    send({ reason: new FormData(form).get("reason"), comment: comment.value.trim() });
  };
  const form = element(
    "form",
    { class: "reasons", onsubmit: given },
    element("fieldset", {}, element("legend", {}, "What was not right?"), ...REASONS.map(choice)),
    comment,
    element("div", { class: "row" }, element("button", { class: "button main" }, "Send"), button("Cancel", cancel, { look: "button" })),
  );
  // The form is in the page once whoever asked for it has put it there.
  queueMicrotask(() => {
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("input").focus();
  });
  return form;
};

// The two thumbs, and `send(verdict, {reason, comment})`, which says whether the server keeps the verdict.
export const judging = (answer, said, below) => {
  const send = async (verdict, more = {}) => {
    below.replaceChildren();
    try {
      await postJson("/v1/feedback", { answer, verdict, ...more });
      return true;
    } catch (error) {
      below.replaceChildren(problemLine(error, () => judge(verdict, more)));
      return false;
    }
  };
  const judge = async (verdict, more) => {
    if (!(await send(verdict, more))) return;
    up.setAttribute("aria-pressed", verdict === "helpful");
    down.setAttribute("aria-pressed", verdict === "not helpful");
    said.textContent = "Thank you.";
  };
  const close = () => {
    below.replaceChildren();
    down.focus();
  };
  const explain = () => below.replaceChildren(reasons((more) => judge("not helpful", more).then(() => down.focus()), close));
  const up = button("", () => judge("helpful"), { drawing: "up", "aria-label": "Helpful", "aria-pressed": "false" });
  const down = button("", explain, { drawing: "down", "aria-label": "Not helpful", "aria-pressed": "false" });
  return { thumbs: [up, down], send };
};

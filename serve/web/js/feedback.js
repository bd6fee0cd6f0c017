// Why an answer did not help: a reason, and words of one's own.
import { button, element } from "./dom.js";

const REASONS = ["It is wrong", "Something is missing", "The source does not say it", "Not what I asked"];

export const reasons = (send, cancel) => {
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
  queueMicrotask(() => form.querySelector("input").focus());
  return form;
};

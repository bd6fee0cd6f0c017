// Why this answer: stages, evidence, what was left out, what it cost, and from which index it came.
import { element } from "./dom.js";
import { evidence } from "./evidence.js";
import { openPanel } from "./panel.js";
import { liveQuality } from "./quality.js";

const section = (title, ...content) => element("section", {}, element("h3", {}, title), ...content);

const milliseconds = (ms) => (ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

const timings = ({ total, ...stages }) => {
  const rows = Object.entries(stages).flatMap(([name, ms]) => {
    const bar = element("i");
    bar.style.width = `${(100 * ms) / (total || ms || 1)}%`;
    return [element("dt", {}, name), element("dd", { "aria-hidden": "true" }, bar), element("dd", {}, milliseconds(ms))];
  });
  const title = total === undefined ? "Time" : `Time: ${milliseconds(total)}`;
  return section(title, element("dl", { class: "bars" }, ...rows));
};

const dropped = (sentences) => {
  if (!sentences.length) return null;
  const items = sentences.map(({ text, reason }) => element("li", {}, text, element("small", {}, reason)));
  return section("Written and not shown", element("ul", { class: "dropped" }, ...items));
};

const cost = ({ model, cost: dollars }) => {
  if (!model) return "nothing: no language model was asked";
  return dollars === null ? "not known: the model has no price" : `$${dollars.toFixed(5)}`;
};

const facts = (answer) => {
  const tokens = Object.entries(answer.tokens ?? {}).map(([name, count]) => `${count} ${name}`);
  const known = {
    "Written by": answer.model || "the documents' own sentences",
    Tokens: tokens.join(", "),
    Cost: cost(answer),
    Settings: answer.settings_hash,
    Index: answer.index_version,
    Answer: answer.id,
  };
  const rows = Object.entries(known).filter(([, value]) => value);
  const quality = element("dd", {}, "…");
  liveQuality().then(
    (words) => (quality.textContent = words),
    (error) => (quality.textContent = error.message),
  );
  const entries = rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return section("Particulars", element("dl", { class: "facts" }, ...entries, element("dt", {}, "Live quality"), quality));
};

export const openWhy = (question, answer) => {
  const { body } = openPanel("Why this answer", question);
  const parts = [
    answer.reason && section("Refused", element("p", {}, answer.reason)),
    timings(answer.timings_ms),
    facts(answer),
    dropped(answer.dropped),
    evidence(question),
  ];
  body.append(element("div", { class: "why" }, ...parts.filter(Boolean)));
};

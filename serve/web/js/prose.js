// An answer's text in the forms that answers have: paragraphs, lists and code, each [n] a citation mark.
import { element } from "./dom.js";

const MARKS = /((?:\[\d+\])+)/;
// A longer one may need the room of a whole line on a phone.
const LAST_WORD = /(?<!\S)\S{1,24} ?$/;
const ITEM = /^(?:-|(\d+)\.) (.*)$/s;

// The marks of one sentence stay together, and with its last word: none stands at the beginning of a line.
const marks = (word, words, mark) => {
  const made = [...words.matchAll(/\[(\d+)\]/g)].map(([whole, number]) => mark(Number(number)) ?? whole);
  return element("span", { class: "marks" }, word, ...made);
};

const marked = (node, words, mark) => {
  const parts = words.split(MARKS);
  for (let i = 0; i < parts.length; i += 2) {
    const last = i + 1 < parts.length ? (LAST_WORD.exec(parts[i])?.[0] ?? "") : "";
    node.append(parts[i].slice(0, parts[i].length - last.length));
    if (i + 1 < parts.length) node.append(marks(last, parts[i + 1], mark));
  }
  return node;
};

// `mark(n)` makes the citation mark of n, or returns nothing where the answer has no such citation.
export const prose = (text, mark) => {
  const made = [];
  let code = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) {
      code = code ? null : element("pre", { tabindex: "0" });
      if (code) made.push(code);
      continue;
    }
    if (code) {
      code.append(code.firstChild ? `\n${line}` : line);
      continue;
    }
    const item = ITEM.exec(line);
    if (item) {
      const list = item[1] ? "OL" : "UL";
      if (made.at(-1)?.tagName !== list) made.push(element(list, list === "OL" ? { start: item[1] } : {}));
      made.at(-1).append(marked(element("li"), item[2], mark));
    } else if (line.trim()) made.push(marked(element("p"), line, mark));
  }
  return made;
};

export const withoutMarks = (text) => text.replace(/\s*\[\d+\]/g, "").replace(/```/g, "").trim();

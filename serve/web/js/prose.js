// An answer's text in the forms that answers have: paragraphs, lists and code, each [n] a citation mark.
import { element } from "./dom.js";

const MARKS = /(\[\d+\])/;
const ITEM = /^(?:-|(\d+)\.) (.*)$/s;

const marked = (node, words, mark) => {
  for (const part of words.split(MARKS)) {
    const number = MARKS.test(part) ? Number(part.slice(1, -1)) : 0;
    // No line begins with the mark of a sentence that ended on the line before.
    node.append((number && mark(number)) || part.replace(/ $/, "\u00a0") || (node.firstChild ? "\u2060" : ""));
  }
  return node;
};

// `mark(n)` makes the citation mark of n, or returns null where the answer has no such citation.
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

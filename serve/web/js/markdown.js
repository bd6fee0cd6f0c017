// An answer as Markdown, its citations as footnotes.
import { where } from "./marks.js";

const oneLine = (words) => words.replace(/\s+/g, " ").trim();

// Marks become footnotes, except in code, where [1] is code.
const noted = (text) =>
  text
    .split(/(^```[^]*?^```$)/m)
    .map((part) => (part.startsWith("```") ? part : part.replace(/\[(\d+)\]/g, "[^$1]")))
    .join("");

export const markdown = (question, { text, citations }) => {
  const notes = citations.map((c) => `[^${c.number}]: “${oneLine(c.quote ?? "")}” (${oneLine(where(c))})`);
  return [`**${oneLine(question)}**`, noted(text), notes.join("\n")].filter(Boolean).join("\n\n") + "\n";
};

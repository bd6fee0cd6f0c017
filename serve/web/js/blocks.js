// A document's blocks as elements, with the cited words marked.
import { element } from "./dom.js";
import { pieces, pointsIn, slicer } from "./spans.js";

const BETWEEN_CELLS = " | ";
const DEEPEST = 6;

const fill = (node, start, end, spans, slice) => {
  for (const piece of pieces(start, end, spans)) {
    const words = slice(piece.start, piece.end);
    node.append(piece.over.length ? element("mark", { "data-over": piece.over.join(" ") }, words) : words);
  }
  return node;
};

const rowOf = (block, spans, slice) => {
  const row = element("tr");
  let start = block.start;
  for (const words of slice(block.start, block.end).split(BETWEEN_CELLS)) {
    const end = start + pointsIn(words);
    row.append(fill(element(block.kind === "header" ? "th" : "td"), start, end, spans, slice));
    start = end + BETWEEN_CELLS.length;
  }
  return row;
};

// Headings never skip a level, whatever the document does: a screen reader's list of them stays whole.
const headings = () => {
  let depth = 0;
  return (level) => {
    depth = Math.max(1, Math.min(level, depth + 1));
    return `h${Math.min(depth + 2, DEEPEST)}`;
  };
};

// The number of each outermost step; whatever is no list begins the count anew.
const numbers = () => {
  let steps = 0;
  return ({ kind, level }) => {
    if (kind === "step") return level ? null : ++steps;
    if (kind !== "item") steps = 0;
    return null;
  };
};

const CONTAINER = { item: "ul", step: "ol", header: "table", row: "table" };

const put = (made, kind, node) => {
  const container = CONTAINER[kind];
  if (!container) return made.push(node);
  // A header row begins another table.
  if (made.at(-1)?.localName !== container || kind === "header") made.push(element(container));
  made.at(-1).append(node);
};

export const documentNodes = ({ text, blocks }, spans) => {
  const slice = slicer(text);
  const [level, number] = [headings(), numbers()];
  const empty = (block) => {
    const value = number(block);
    if (CONTAINER[block.kind]) return element("li", { "data-level": block.level, value });
    if (block.kind === "code") return element("pre", { tabindex: "0" });
    return element(block.kind === "heading" ? level(block.level) : "p");
  };
  const made = [];
  let page = null;
  for (const block of blocks) {
    if (block.page && block.page !== page) made.push(element("p", { class: "leaf" }, `Page ${block.page}`));
    page = block.page;
    const row = block.kind === "header" || block.kind === "row";
    put(made, block.kind, row ? rowOf(block, spans, slice) : fill(empty(block), block.start, block.end, spans, slice));
  }
  return made;
};

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

const CONTAINER = { item: "ul", step: "ol", header: "table", row: "table" };

export const documentNodes = ({ text, blocks }, spans) => {
  const slice = slicer(text);
  const all = blocks.length ? blocks : [{ kind: "paragraph", start: 0, end: pointsIn(text), level: 0, page: null }];
  const name = headings();
  const made = [];
  let page = null;
  let steps = 0;
  const into = (kind) => {
    const container = CONTAINER[kind];
    const last = made.at(-1);
    // A header row begins another table.
    if (last?.tagName.toLowerCase() === container && kind !== "header") return last;
    made.push(element(container));
    return made.at(-1);
  };
  for (const block of all) {
    if (block.page && block.page !== page) made.push(element("p", { class: "leaf" }, `Page ${block.page}`));
    page = block.page;
    const { kind, start, end, level } = block;
    if (kind === "item" || kind === "step") {
      if (kind === "step" && !level) steps++;
      const value = kind === "step" && !level ? block.marker || steps : null;
      into(kind).append(fill(element("li", { "data-level": level, value }), start, end, spans, slice));
      continue;
    }
    steps = 0;
    if (kind === "header" || kind === "row") into(kind).append(rowOf(block, spans, slice));
    else {
      const tag = { heading: () => name(level), code: () => "pre" }[kind]?.() ?? "p";
      made.push(fill(element(tag, kind === "code" ? { tabindex: "0" } : {}), start, end, spans, slice));
    }
  }
  return made;
};

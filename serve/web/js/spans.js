// Positions count Unicode code points, as the server counts them; a string here counts UTF-16 units.

const PAIRS = /[\ud800-\udbff]/;

// A function (start, end) -> the text's words there.
export const slicer = (text) => {
  if (!PAIRS.test(text)) return (start, end) => text.slice(start, end);
  const points = Array.from(text);
  return (start, end) => points.slice(start, end).join("");
};

export const pointsIn = (text) => (PAIRS.test(text) ? Array.from(text).length : text.length);

// [start, end) cut wherever a span begins or ends: each piece with the indices of the spans over it.
export const pieces = (start, end, spans) => {
  const inside = (n) => n > start && n < end;
  const cuts = new Set([start, end, ...spans.flatMap((s) => [s.start, s.end]).filter(inside)]);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((to, i) => ({
    start: edges[i],
    end: to,
    over: spans.flatMap((s, index) => (s.start <= edges[i] && s.end >= to ? [index] : [])),
  }));
};

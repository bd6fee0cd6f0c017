// What an ingest says of a file, in words.
import { counted, element } from "./dom.js";

const result = ({ added, unchanged, read }) => {
  if (!read) return "nothing in it could be read";
  if (unchanged) return "was there already, unchanged";
  return added.length === 1 ? "added" : `added as ${counted(added.length, "document")}`;
};

const remark = ({ path, reason }) => element("small", { class: "soft" }, `${path}: ${reason}`);

export const reportLines = (name, report) => {
  const { passages, embedded, skipped, remarks, seconds, read } = report;
  const figures = `${counted(embedded, "passage")} read in ${seconds.toFixed(1)} s; ${passages} in all`;
  return [
    element("span", { role: "status" }, element("b", {}, name), ` ${result(report)}`),
    read ? element("small", { class: "soft" }, figures) : null,
    ...[...skipped, ...remarks].map(remark),
  ].filter(Boolean);
};

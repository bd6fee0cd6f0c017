// Adding documents: chosen or dropped, one after the other, each with its progress and what came of it.
import { GONE, keyHeader, problemOf } from "./api.js";
import { audienceChoice } from "./audience.js";
import { element, icon } from "./dom.js";
import { problemLine } from "./problem.js";
import { reportLines } from "./report.js";

// fetch cannot tell how much of a body has been sent; XMLHttpRequest can.
const send = (file, groups, progress) =>
  new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    for (const group of groups) body.append("groups", group);
    call.open("POST", "/v1/documents");
    for (const [name, value] of Object.entries(keyHeader())) call.setRequestHeader(name, value);
    call.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    call.addEventListener("error", () => reject(GONE));
    call.addEventListener("load", () => {
      if (call.status === 201) resolve(JSON.parse(call.responseText));
      else reject(problemOf(call.status, call.responseText, call.getResponseHeader("retry-after")));
    });
    call.send(body);
  });

const upload = async (file, groups, item, refresh) => {
  const bar = element("progress", { max: "1", value: "0", "aria-label": `Sending ${file.name}` });
  const state = element("span", { role: "status" }, `Sending ${file.name}`);
  item.replaceChildren(state, bar);
  try {
    const report = await send(file, groups, (share) => {
      bar.value = share;
      if (share === 1) {
        state.textContent = `Reading ${file.name}`;
        bar.removeAttribute("value");
      }
    });
    item.replaceChildren(...reportLines(file.name, report));
    await refresh();
  } catch (error) {
    item.replaceChildren(element("b", {}, file.name), problemLine(error, () => upload(file, groups, item, refresh)));
  }
};

export const dropZone = (refresh) => {
  const uploads = element("ul", { class: "uploads", "aria-label": "Uploads" });
  // One ingest at a time: each swaps in an index version of its own.
  let last = Promise.resolve();
  const audience = audienceChoice();
  const take = (files) => {
    const groups = audience.chosen();
    for (const file of files) {
      const item = element("li", {}, `${file.name} waits`);
      uploads.append(item);
      last = last.then(() => upload(file, groups, item, refresh));
    }
  };
  const input = element("input", { type: "file", multiple: true, "aria-label": "Add documents" });
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  const choose = element("label", { class: "button main" }, icon("upload"), "Choose files", input);
  const hint = element("span", { class: "soft small" }, "or drop them here: PDF, Word, PowerPoint, Excel, HTML, Markdown, text and more");
  const zone = element("div", { class: "drop" }, choose, hint);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(event.dataTransfer.files);
  });
  return { node: element("div", {}, zone, audience.node, uploads), draw: audience.draw };
};

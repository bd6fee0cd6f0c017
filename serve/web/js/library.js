// The documents: what there is, adding to it, and taking away, which is asked about first.
import { documentPath, listDocuments, request } from "./api.js";
import { $, button, element } from "./dom.js";
import { openPanel } from "./panel.js";
import { problemLine } from "./problem.js";
import { dropZone } from "./upload.js";
import { openDocument } from "./viewer.js";
import { drawWelcome } from "./welcome.js";

const remove = async (item, found, refresh) => {
  try {
    await request(documentPath(found.id), { method: "DELETE" });
    await refresh(`“${found.title}” is deleted.`);
  } catch (error) {
    item.replaceChildren(problemLine(error, () => remove(item, found, refresh)));
  }
};

const confirm = (item, found, refresh) => {
  const kept = [...item.childNodes];
  const keep = () => {
    item.replaceChildren(...kept);
    kept.at(-1).focus();
  };
  const yes = button("Delete", () => remove(item, found, refresh), { look: "button danger" });
  const question = element("span", {}, `Delete “${found.title}”? Answers can then no longer cite it.`);
  item.replaceChildren(element("div", { class: "sure", role: "group", "aria-label": "Confirm" }, question, yes, button("Keep", keep, { look: "button" })));
  yes.focus();
};

const entry = (found, refresh) => {
  const item = element("li");
  const name = element("span", {}, element("b", {}, found.title || found.id), element("small", {}, found.id));
  const open = button(name, () => openDocument({ id: found.id, title: found.title }), { look: "", drawing: "documents" });
  const gone = button("", () => confirm(item, found, refresh), { drawing: "delete", "aria-label": `Delete ${found.title || found.id}` });
  item.append(open, gone);
  return item;
};

export const openLibrary = async () => {
  const { body, current } = openPanel("Documents", "What answers are made from", () => $("library").setAttribute("aria-expanded", "false"));
  $("library").setAttribute("aria-expanded", "true");
  const list = element("ul", { class: "documents", "aria-label": "Documents" });
  const said = element("p", { class: "soft small", role: "status" });
  const refresh = async (words = "") => {
    try {
      const documents = await listDocuments();
      if (!current()) return;
      list.replaceChildren(...documents.map((found) => entry(found, refresh)));
      said.textContent = words || (documents.length ? "" : "There are no documents yet.");
      await zone.draw();
      await drawWelcome();
    } catch (error) {
      if (current()) list.replaceChildren(element("li", {}, problemLine(error, () => refresh(words))));
    }
  };
  const zone = dropZone(refresh);
  body.append(zone.node, said, list);
  await refresh();
};

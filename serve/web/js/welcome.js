// What an empty page offers: questions that these documents answer, or a way to add the first one.
import { documentPath, getJson, listDocuments } from "./api.js";
import { $, button, element, icon } from "./dom.js";
import { slicer } from "./spans.js";

const OFFERED = 3;
let ask = () => {};

const questionIn = async ({ id }) => {
  const { text, blocks } = await getJson(`${documentPath(id)}/text`);
  const slice = slicer(text);
  return blocks.filter((block) => block.kind === "heading").map((block) => slice(block.start, block.end)).find((words) => words.endsWith("?"));
};

const offer = (question) => {
  const offered = button(element("span", {}, question), () => ask(question), { look: "" });
  offered.append(icon("go"));
  return element("li", {}, offered);
};

export const drawWelcome = async () => {
  if ($("welcome").hidden) return;
  const documents = await listDocuments();
  $("empty").hidden = documents.length > 0;
  // Spread over the list, so that the examples show what the material covers.
  const stride = Math.max(1, Math.floor(documents.length / OFFERED));
  const some = documents.filter((_, i) => i % stride === 0).slice(0, OFFERED);
  const questions = (await Promise.all(some.map(questionIn))).filter(Boolean);
  $("examples").replaceChildren(...questions.map(offer));
};

export const offerTo = (asked) => {
  ask = asked;
};

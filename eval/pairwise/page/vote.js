"use strict";
// Every text of a run goes into the page by textContent: markup in it is shown, never obeyed.

const $ = (id) => document.getElementById(id);
const CHOICES = { ArrowLeft: "left", 1: "left", ArrowRight: "right", 2: "right", t: "tie", b: "both bad", s: "skip" };
const SAID = { left: "Answer 1", right: "Answer 2", tie: "Tie", "both bad": "Both bad", skip: "Skipped" };
let ballot = null;
let busy = false;
let retry = null;

const element = (name, text = "", look = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  if (look) made.className = look;
  return made;
};

// A line's words with each [1] as a link to that source of the same answer.
const marked = (node, words, side, sources) => {
  for (const part of words.split(/(\[\d+\])/)) {
    const number = /^\[(\d+)\]$/.exec(part)?.[1];
    if (number && number >= 1 && number <= sources) {
      const mark = element("a", part, "mark");
      mark.href = `#source-${side}-${number}`;
      mark.setAttribute("aria-label", `source ${number}`);
      node.append(mark);
    } else node.append(part);
  }
  return node;
};

// Paragraphs, lists and code blocks: the forms that answers have.
const prose = (text, side, sources) => {
  const found = [];
  let code = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) {
      if (code) code = null;
      else found.push((code = element("pre")));
    } else if (code) code.append(line, "\n");
    else if (line.startsWith("- ")) {
      if (found.at(-1)?.tagName !== "UL") found.push(element("ul"));
      found.at(-1).append(marked(element("li"), line.slice(2), side, sources));
    } else if (line.trim()) found.push(marked(element("p"), line, side, sources));
  }
  return found;
};

const source = (citation, side, number) => {
  const item = element("li");
  item.id = `source-${side}-${number}`;
  const page = citation.page ? `, page ${citation.page}` : "";
  item.append(element("q", citation.quote), element("small", `${citation.document}${page}: ${citation.section}`));
  return item;
};

const answer = (given, side) => {
  const parts = given.refused ? [element("span", "Refused", "refused")] : [];
  parts.push(...prose(given.text, side, given.citations.length));
  if (given.citations.length) {
    const list = element("ol", "", "sources");
    list.append(...given.citations.map((c, i) => source(c, side, i + 1)));
    parts.push(element("h4", "Sources"), list);
  }
  $(`answer-${side}`).replaceChildren(...parts);
};

const show = (state) => {
  ballot = state.ballot;
  $("progress").max = Math.max(state.total, 1);
  $("progress").value = state.done;
  $("count").textContent = `${state.done} of ${state.total}`;
  $("undo").disabled = state.done === 0;
  $("ballot").hidden = !ballot;
  $("finished").hidden = Boolean(ballot);
  $("choices").hidden = $("skip").hidden = !ballot;
  if (!ballot) return finish(state);
  $("history").hidden = !ballot.history.length;
  $("before").replaceChildren(...ballot.history.map((words) => element("li", words)));
  $("question").textContent = ballot.question;
  ballot.answers.forEach((given, i) => answer(given, i + 1));
  window.scrollTo(0, 0);
  $("question").focus({ preventScroll: true });
};

const finish = (state) => {
  const voted = state.done - state.skipped;
  $("end").textContent = state.total ? "Every question is decided." : "Both runs answer every question alike.";
  $("summary").textContent =
    `${voted} voted on, ${state.skipped} skipped; ${state.alike} that both answer alike were not asked.`;
  $("command").textContent = `rag-eval pairwise --votes ${state.votes}`;
  $("end").focus();
};

const call = async (path, body) => {
  const request = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, request);
  const found = await response.json();
  if (!response.ok && response.status !== 409) throw new Error(found.detail);
  // Decided already, in another tab or by a second click: the page catches up.
  return response.ok ? found : call("/api/state");
};

const act = async (said, path, body) => {
  if (busy) return;
  busy = true;
  try {
    show(await call(path, body));
    $("problem").hidden = true;
    const place = ballot ? `Question ${$("progress").value + 1} of ${$("progress").max}.` : "All decided.";
    $("said").textContent = `${said} ${place}`;
  } catch (error) {
    retry = () => act(said, path, body);
    const lost = error instanceof TypeError;
    $("reason").textContent = lost ? "The server does not answer; is rag-eval vote still running?" : `Not saved: ${error.message}`;
    $("problem").hidden = false;
  } finally {
    busy = false;
  }
};

const vote = (choice) => ballot && act(`${SAID[choice]}.`, "/api/votes", { ballot: ballot.id, choice });
const undo = () => $("undo").disabled || act("Taken back.", "/api/undo", {});

document.querySelectorAll("[data-choice]").forEach((b) => b.addEventListener("click", () => vote(b.dataset.choice)));
$("undo").addEventListener("click", undo);
$("retry").addEventListener("click", () => retry?.());
document.addEventListener("keydown", (event) => {
  if (!$("keys").checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "u") undo();
  else if (key in CHOICES) vote(CHOICES[key]);
  else return;
  event.preventDefault();
});
act("", "/api/state");

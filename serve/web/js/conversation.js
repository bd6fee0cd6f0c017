// The conversation: one question at a time, each with what was asked before it on the server.
import { getJson, postJson } from "./api.js";
import { $ } from "./dom.js";
import { streamAnswer } from "./stream.js";
import { newTurn } from "./turn.js";

let conversation = null;
let running = null;

const busy = (is) => {
  $("send").hidden = is;
  $("stop").hidden = !is;
  $("turns").setAttribute("aria-busy", is);
};

const begin = (turn) => {
  $("main").classList.remove("starting");
  $("welcome").hidden = true;
  $("fresh").hidden = false;
  $("turns").append(turn.node);
  turn.node.scrollIntoView({ block: "start" });
};

// In the address too, so that a page that is loaded again shows the conversation again.
const remember = (id) => {
  conversation = id;
  history.replaceState(null, "", `/?${new URLSearchParams({ conversation: id })}`);
};

const answer = async (question, turn, signal) => {
  if (!conversation) remember((await postJson("/v1/conversations", {})).id);
  turn.done(await streamAnswer({ question, conversation }, turn, signal));
};

export const ask = async (words) => {
  const question = words.trim();
  if (!question || running) return;
  const turn = newTurn(question, ask);
  running = new AbortController();
  busy(true);
  begin(turn);
  try {
    await answer(question, turn, running.signal);
  } catch (error) {
    if (error.name === "AbortError") turn.stopped();
    else {
      // The server forgot the conversation: the next try begins another.
      if (error.status === 404) conversation = null;
      turn.failed(error, () => {
        turn.node.remove();
        ask(question);
      });
    }
  } finally {
    running = null;
    busy(false);
  }
};

export const stop = () => running?.abort();

// Shows what was said before and says whether anything was; the server may no longer have the conversation.
export const resume = async (id) => {
  let kept;
  try {
    kept = await getJson(`/v1/conversations/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error.status === 404) return false;
    throw error;
  }
  conversation = id;
  // Where a server keeps no words there is nothing to show again.
  for (const { id: answerId, question, answer: told } of kept.turns.filter((turn) => turn.question)) {
    const turn = newTurn(question, ask);
    begin(turn);
    turn.done({ ...told, id: answerId });
  }
  return $("welcome").hidden;
};

// The conversation: one question at a time, each with what was asked before it on the server.
import { postJson } from "./api.js";
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

const answer = async (question, turn, signal) => {
  conversation ??= (await postJson("/v1/conversations", {})).id;
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

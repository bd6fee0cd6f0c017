// Server-sent events of a POST, which EventSource cannot send.
import { GONE, asJson, problemOf, request } from "./api.js";

const parsed = (block) => {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { name, data: JSON.parse(data.join("\n")) } : null;
};

async function* blocks(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    // A CR may end one piece and its LF begin the next: only whole lines are looked at.
    waiting = (waiting + value).replaceAll("\r\n", "\n");
    let end;
    while ((end = waiting.indexOf("\n\n")) >= 0) {
      yield waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
    }
  }
}

// Hands each event to `on[name]`; returns the whole answer, or throws what went wrong.
export const streamAnswer = async (body, on, signal) => {
  const options = asJson(body);
  options.headers.accept = "text/event-stream";
  const response = await request("/v1/answers", { ...options, signal });
  try {
    for await (const block of blocks(response)) {
      const event = parsed(block);
      if (event?.name === "done") return event.data;
      if (event?.name === "error") throw problemOf(event.data.status, JSON.stringify(event.data));
      if (event) on[event.name]?.(event.data);
    }
  } catch (error) {
    throw error instanceof TypeError ? GONE : error;
  }
  throw GONE;
};

// How faithful live answers are: the server has some of them judged after the fact, by a model apart.
import { request } from "./api.js";

const figure = (page, name) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(page)?.[1]);

const hundredths = (share) => Math.round(100 * share);

// One line, whatever has been judged so far.
export const liveQuality = async () => {
  const page = await (await request("/metrics")).text();
  const [live, drift] = ["rag_live_faithfulness", "rag_live_faithfulness_drift"].map((name) => figure(page, name));
  if (Number.isNaN(live)) return "no answer of this server has been judged yet";
  const than = Number.isNaN(drift) ? "" : `, ${Math.abs(hundredths(drift))} ${drift < 0 ? "fewer" : "more"} than in evaluation`;
  return `of 100 sentences of late, ${hundredths(live)} are found supported${than}`;
};

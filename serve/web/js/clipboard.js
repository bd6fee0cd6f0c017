// Words into the clipboard, also where the page came over plain HTTP and browsers hide the clipboard from it.
import { element } from "./dom.js";

const byHand = (text) => {
  const box = element("textarea", { class: "unseen" });
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};

// Says whether it went well.
export const copy = async (text) => {
  if (!navigator.clipboard) return byHand(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text);
  }
};

// Citation marks: the quote on hover and focus, the document on click, arrows from one to the next.
import { $, button, element } from "./dom.js";

const LEAVING = 150;
const cited = new WeakMap();
let shownFor = null;
let leaving = 0;

export const where = ({ title, section, page }) => {
  const path = section.split(" > ");
  const inside = path[0] === title ? path.slice(1) : path;
  return [title, ...inside, page && `page ${page}`].filter(Boolean).join(" › ");
};

export const citationMark = (citation, open) => {
  const mark = button(citation.number, () => open(citation, mark), {
    look: "mark",
    "aria-label": `Source ${citation.number}`,
    "aria-controls": "panel",
    "aria-expanded": "false",
  });
  cited.set(mark, citation);
  return mark;
};

const place = (mark) => {
  const { left, top, bottom } = mark.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = $("card");
  const below = bottom + 8 + height < innerHeight || top < height + 8;
  $("card").style.left = `${Math.max(16, Math.min(left - 24, innerWidth - width - 16))}px`;
  $("card").style.top = `${below ? bottom + 8 : top - height - 8}px`;
};

const show = (mark) => {
  clearTimeout(leaving);
  if (mark === shownFor) return;
  hideCard();
  const citation = cited.get(mark);
  shownFor = mark;
  mark.setAttribute("aria-describedby", "card");
  const quote = citation.redacted ? "These words are not shown: they hold personal data." : citation.quote;
  $("card").replaceChildren(element(citation.redacted ? "em" : "q", {}, quote), element("p", {}, where(citation)));
  $("card").hidden = false;
  place(mark);
};

// Says whether there was a card to hide.
export const hideCard = () => {
  clearTimeout(leaving);
  const was = shownFor !== null;
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  $("card").hidden = true;
  return was;
};

const near = (event) => event.target.closest?.(".mark, #card");

const step = (event) => {
  const ahead = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!ahead || !event.target.matches(".mark")) return;
  const marks = [...event.target.closest(".prose").querySelectorAll(".mark")];
  marks.at((marks.indexOf(event.target) + ahead) % marks.length).focus();
  event.preventDefault();
};

export const watchMarks = () => {
  document.addEventListener("pointerover", (event) => {
    const over = near(event);
    // Pointing at the card keeps it, so that its words can be read at leisure.
    if (over?.id === "card") clearTimeout(leaving);
    else if (over && event.pointerType !== "touch") show(over);
  });
  document.addEventListener("pointerout", (event) => {
    if (near(event)) leaving = setTimeout(hideCard, LEAVING);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".mark:focus-visible")) show(event.target);
    else hideCard();
  });
  document.addEventListener("keydown", step);
  // A mark that takes the focus out of sight is scrolled to, and its card goes with it.
  const follow = () => (shownFor === document.activeElement ? place(shownFor) : hideCard());
  addEventListener("scroll", follow, { passive: true });
};

// The page's only way to make elements: words go in as text, so markup in them is shown and never obeyed.

export const $ = (id) => document.getElementById(id);

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
};

const SVG = "http://www.w3.org/2000/svg";

export const icon = (name) => {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  drawing.append(use);
  return drawing;
};

export const button = (label, press, { look = "plain", drawing = "", ...attributes } = {}) =>
  element("button", { type: "button", class: look, onclick: press, ...attributes }, drawing ? icon(drawing) : null, label);

export const counted = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

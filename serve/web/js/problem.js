// One clear line for whatever went wrong, with the way on: try again, or say the key that the server wants.
import { useKey } from "./api.js";
import { button, element } from "./dom.js";

const keyForm = (retry) => {
  const input = element("input", { type: "password", "aria-label": "API key", placeholder: "API key", autocomplete: "off" });
  const given = (event) => {
    event.preventDefault();
    useKey(input.value.trim());
    retry();
  };
  return element("form", { onsubmit: given }, input, element("button", { class: "button main" }, "Use it"));
};

export const problemLine = (error, retry) => {
  const wanted = error.status === 401;
  const words = element("span", {}, wanted ? "This server wants an API key. It is kept until you close this tab." : error.message);
  const line = element("div", { class: "problem", role: "alert" }, words);
  const again = () => {
    line.remove();
    retry();
  };
  if (retry) line.append(wanted ? keyForm(again) : button("Try again", again, { look: "button", drawing: "again" }));
  return line;
};

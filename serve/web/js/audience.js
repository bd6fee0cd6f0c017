// Whom what is added is for: a box for each of the asker's groups, and none where there is nothing to choose.
import { getJson } from "./api.js";
import { element } from "./dom.js";

const EVERYONE = "everyone";

const choice = (group, checked) => {
  const box = element("input", { type: "checkbox", value: group, checked });
  return element("label", {}, box, group === EVERYONE ? "Everyone" : group);
};

export const audienceChoice = () => {
  const node = element("fieldset", { class: "audience", hidden: true }, element("legend", {}, "For"));
  const chosen = () => [...node.querySelectorAll(":checked")].map((box) => box.value);
  // Until there is an answer there is nothing to choose from, and the server decides as it does unless told.
  const draw = async () => {
    const { groups, unless_named: usual } = await getJson("/v1/groups");
    if (groups.length < 2 || !node.hidden) return;
    node.append(...groups.map((group) => choice(group, usual.includes(group))));
    node.hidden = false;
  };
  return { node, chosen, draw };
};

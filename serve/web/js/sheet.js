// A page of a PDF as a picture, the cited words boxed. A canvas, since an <img> could not send the API key.
import { documentPath, request } from "./api.js";
import { element } from "./dom.js";

export const sheet = async ({ id, title, page, citation }) => {
  const boxed = citation && citation.page === page;
  const range = boxed ? `?start=${citation.start}&end=${citation.end}` : "";
  const response = await request(`${documentPath(id)}/pages/${page}.png${range}`);
  const picture = await createImageBitmap(await response.blob());
  const label = `Page ${page} of ${title}${boxed ? ", the cited words boxed" : ""}`;
  const canvas = element("canvas", { class: "sheet", role: "img", "aria-label": label, width: picture.width, height: picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0);
  picture.close();
  return canvas;
};

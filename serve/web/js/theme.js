"use strict";
// Runs before anything is painted, so that a page that was made dark does not flash white.
{
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}

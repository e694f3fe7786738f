// The page keeps the language that the server wrote it in: Gradio names the browser's instead.
// Loaded in the head, before anything else has run.
(() => {
  "use strict";

  const root = document.documentElement;
  const { lang, dir } = root;

  new MutationObserver(() => {
    if (root.lang !== lang) root.lang = lang;
    if (root.dir !== dir) root.dir = dir;
  }).observe(root, { attributeFilter: ["lang", "dir"] });

  // The list of languages closes as menus do.
  document.addEventListener("keydown", (event) => {
    const list = event.key === "Escape" && document.querySelector(".languages[open]");
    if (!list) return;
    list.open = false;
    list.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const list of document.querySelectorAll(".languages[open]")) {
      if (!list.contains(event.target)) list.open = false;
    }
  });
})();

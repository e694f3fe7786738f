// A page with the real widget, made anew whenever the options behind the "#" change.
(() => {
  "use strict";

  function load() {
    if (window.pullquote) window.pullquote.destroy();
    document.querySelectorAll("script.widget").forEach((old) => old.remove());
    const options = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    const script = document.createElement("script");
    script.className = "widget";
    Object.assign(script.dataset, options, { preview: "" });
    if (options.inline) script.dataset.inline = "#inline-place";
    script.addEventListener("load", () => options.inline || window.pullquote.open());
    script.src = "../widget.js";
    document.head.append(script);
  }

  addEventListener("hashchange", load);
  load();
})();

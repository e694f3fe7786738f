// The embedded page before somebody has signed in: tells the widget around it that there is
// something to see, and loads again when its visitor comes back from signing in.
(() => {
  "use strict";

  const given = new URLSearchParams(location.hash.slice(1));
  const host = given.get("origin");
  const close = document.getElementById("close");

  function isOrigin(text) {
    return URL.canParse(text) && new URL(text).origin === text;
  }

  if (window.parent === window || !isOrigin(host)) return;
  const tell = (type) => window.parent.postMessage({ pullquote: type }, host);
  close.hidden = given.has("inline");
  close.addEventListener("click", () => tell("close"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !close.hidden) tell("close");
  });
  document.addEventListener("visibilitychange", () => document.hidden || location.reload());
  tell("ready");
})();

/*! Pullquote widget. One line on any page: <script src="https://host/widget.js" async></script> */
(() => {
  "use strict";

  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  if (!script || window.pullquote) return;

  const WORDS = {
    en: ["Ask the articles", "The assistant could not be opened on this page.", "Why?", "Close"],
    de: ["Die Artikel fragen", "Der Assistent ließ sich auf dieser Seite nicht öffnen.", "Warum?", "Schließen"],
    fr: ["Interroger les articles", "L’assistant n’a pas pu s’ouvrir sur cette page.", "Pourquoi ?", "Fermer"],
    es: ["Preguntar a los artículos", "El asistente no se pudo abrir en esta página.", "¿Por qué?", "Cerrar"],
    ru: ["Спросить статьи", "Не удалось открыть помощника на этой странице.", "Почему?", "Закрыть"],
    ar: ["اسأل المقالات", "تعذّر فتح المساعد في هذه الصفحة.", "لماذا؟", "إغلاق"],
  };
  const CSS = `
    :host { all: initial; color-scheme: inherit; font: 500 16px/1.4 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    :host([hidden]) { display: none; }
    [hidden] { display: none !important; }
    * { box-sizing: border-box; }
    .open { position: fixed; z-index: 2147483000; bottom: 20px; inset-inline: var(--side); display: inline-flex; align-items: center; gap: 9px; max-width: calc(100vw - 40px); min-height: 48px; padding: 0 20px 0 16px; border: 0; border-radius: 24px; background: var(--accent); color: var(--on-accent); font: inherit; box-shadow: 0 1px 2px rgb(0 0 0 / 20%), 0 6px 20px rgb(0 0 0 / 18%); cursor: pointer; transition: box-shadow .15s, transform .15s; }
    .open:hover { transform: translateY(-1px); box-shadow: 0 2px 4px rgb(0 0 0 / 20%), 0 10px 28px rgb(0 0 0 / 22%); }
    .open:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    .open::before { content: "“" / ""; height: 20px; font: 700 38px/1 Georgia, "Times New Roman", serif; }
    dialog { position: fixed; inset: auto; bottom: 20px; inset-inline: var(--side); z-index: 2147483001; width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100dvh - 40px)); max-width: none; max-height: none; margin: 0; padding: 0; border: 0; border-radius: 16px; overflow: hidden; background: light-dark(#fbfaf6, #161513); color: light-dark(#1e1b16, #ebe6dc); color-scheme: light dark; box-shadow: 0 0 0 1px rgb(0 0 0 / 9%), 0 16px 56px rgb(0 0 0 / 28%); }
    dialog[open] { animation: rise .18s ease-out; }
    dialog::backdrop { background: rgb(0 0 0 / 12%); }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: light dark; }
    .inline { color-scheme: light dark; }
    .inline iframe { height: var(--height, 420px); border: 1px solid light-dark(#e3ddd0, #37332c); border-radius: 12px; }
    .blocked { padding: 24px; color: light-dark(#1e1b16, #ebe6dc); font-weight: 400; }
    .blocked a { color: inherit; }
    .blocked button { float: inline-end; min-height: 32px; border: 1px solid; border-radius: 16px; padding: 0 12px; background: none; color: inherit; font: inherit; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    @media (max-width: 520px) { dialog { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; } }
    @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
    @media print { .open { display: none; } }
  `;

  const base = new URL(".", script.src);
  const options = script.dataset;
  const language = (options.language || document.documentElement.lang || navigator.language || "en").toLowerCase();
  const words = WORDS[language.split("-")[0]] || WORDS.en;
  const title = options.title || words[0];
  const accent = /^#[\da-f]{6}$/i.test(options.accent) ? options.accent : "#0d5b57";
  const waiting = [];
  let host, frame, dialog, launcher, blocked, ready, loaded;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // Options travel behind the "#", which browsers send to no server.
  function address() {
    const passed = new URLSearchParams({ origin: location.origin });
    for (const name of ["title", "greeting", "questions", "accent", "author", "source", "after", "before"]) {
      if (options[name]) passed.set(name, options[name]);
    }
    if (options.target) passed.set("inline", "1");
    const page = new URL("embed", base);
    page.searchParams.set("lang", language);
    page.hash = passed;
    return page.href;
  }

  function makeFrame() {
    frame = element("iframe", { title, referrerPolicy: "no-referrer" });
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
    frame.src = address();
    // A frame that was refused loads, too, but never says that it is ready.
    frame.addEventListener("load", () => { loaded = setTimeout(() => { blocked.hidden = ready; frame.hidden = !ready; }, 4000); });
    const check = new URL("embed/check", base);
    check.searchParams.set("origin", location.origin);
    const why = element("a", { href: check.href, target: "_blank", rel: "noopener noreferrer", textContent: words[2] });
    const shut = element("button", { type: "button", textContent: words[3], onclick: close, hidden: !!options.target });
    blocked = element("div", { className: "blocked", hidden: true }, shut, element("p", { textContent: words[1] + " " }, why));
    blocked.setAttribute("role", "alert");
    return [frame, blocked];
  }

  function send(type, more) {
    if (!ready) waiting.push([type, more]);
    else frame.contentWindow.postMessage({ pullquote: type, ...more }, base.origin);
  }

  function receive(event) {
    if (!frame || event.origin !== base.origin || event.source !== frame.contentWindow) return;
    const { pullquote: type, height } = Object(event.data);
    if (type === "ready") {
      ready = true;
      clearTimeout(loaded);
      blocked.hidden = true;
      frame.hidden = false;
      waiting.splice(0).forEach((one) => send(...one));
    } else if (type === "close") {
      close();
    } else if (type === "resize" && !dialog && Number.isFinite(height)) {
      const limit = Number(options.height) || 640;
      frame.parentNode.style.setProperty("--height", `${Math.round(Math.min(Math.max(height, 200), limit))}px`);
    }
  }

  function open() {
    if (!host) return;
    if (dialog && !dialog.open) {
      if (!frame) dialog.append(...makeFrame());
      dialog.showModal();
      launcher.setAttribute("aria-expanded", "true");
    }
    frame.focus();
    send("open");
  }

  function close() {
    if (dialog && dialog.open) dialog.close();
  }

  function ask(text) {
    open();
    send("ask", { text: String(text).slice(0, 2000) });
  }

  function destroy() {
    removeEventListener("message", receive);
    document.removeEventListener("DOMContentLoaded", start);
    clearTimeout(loaded);
    if (host) host.remove();
    host = frame = dialog = null;
    delete window.pullquote;
  }

  // Black or white, whichever stands out from the accent (WCAG relative luminance).
  function onAccent() {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(accent.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#111" : "#fff";
  }

  function start() {
    const place = options.target ? document.querySelector(options.target) : document.body;
    if (!place) return console.warn(`Pullquote: no element matches data-target="${options.target}".`);
    host = document.createElement("pullquote-widget");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // not subject to the page's style-src
    const side = options.position === "left" ? "20px auto" : "auto 20px";
    sheet.replaceSync(`:host { --accent: ${accent}; --on-accent: ${onAccent()}; --side: ${side}; } ${CSS}`);
    root.adoptedStyleSheets = [sheet];
    if (options.target) {
      host.style.display = "block";
      root.append(element("div", { className: "inline" }, ...makeFrame()));
    } else {
      launcher = element("button", { type: "button", className: "open", textContent: title, onclick: open });
      launcher.setAttribute("aria-haspopup", "dialog");
      launcher.setAttribute("aria-expanded", "false");
      dialog = element("dialog", { ariaLabel: title });
      dialog.addEventListener("close", () => launcher.setAttribute("aria-expanded", "false"));
      dialog.addEventListener("click", (event) => event.target === dialog && close());
      root.append(launcher, dialog);
    }
    place.append(host);
  }

  addEventListener("message", receive);
  window.pullquote = Object.freeze({ open, close, ask, destroy });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

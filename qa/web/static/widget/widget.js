/*! Pullquote widget. One line on any page: <script src="https://host/widget.js" async></script> */
(() => {
  "use strict";

  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  // An element with the id "pullquote" answers to this name, too.
  if (!script || (window.pullquote && window.pullquote.destroy)) return;

  const WORDS = {
    en: ["Ask the articles", "The assistant could not be opened on this page.", "Why?", "Close"],
    de: ["Die Artikel fragen", "Der Assistent ließ sich auf dieser Seite nicht öffnen.", "Warum?", "Schließen"],
    fr: ["Interroger les articles", "L’assistant n’a pas pu s’ouvrir sur cette page.", "Pourquoi ?", "Fermer"],
    es: ["Preguntar a los artículos", "El asistente no se pudo abrir en esta página.", "¿Por qué?", "Cerrar"],
    ru: ["Спросить статьи", "Не удалось открыть помощника на этой странице.", "Почему?", "Закрыть"],
    ar: ["اسأل المقالات", "تعذّر فتح المساعد في هذه الصفحة.", "لماذا؟", "إغلاق"],
  };
  const CSS = `
    :host { all: initial; font: 500 16px/1.4 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
    [hidden] { display: none !important; }
    * { box-sizing: border-box; }
    .open { position: fixed; z-index: 2147483000; inset: var(--corner); display: inline-flex; align-items: center; gap: 9px; max-width: calc(100vw - 40px); min-height: 48px; padding: 8px 20px 8px 16px; border: 0; border-radius: 24px; background: var(--accent); color: var(--on-accent); font: inherit; text-align: start; box-shadow: 0 1px 2px rgb(0 0 0 / 20%), 0 6px 20px rgb(0 0 0 / 18%); cursor: pointer; transition: box-shadow .15s, transform .15s; }
    .open[aria-expanded=true] { opacity: 0; }
    .open:hover { transform: translateY(-1px); box-shadow: 0 2px 4px rgb(0 0 0 / 20%), 0 10px 28px rgb(0 0 0 / 22%); }
    .open:focus-visible, .blocked :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    .open::before { content: "“" / ""; height: 20px; font: 700 38px/1 Georgia, "Times New Roman", "Liberation Serif", serif; }
    dialog, .inline { color-scheme: var(--scheme); background: light-dark(#fbfaf6, #161513); color: light-dark(#1e1b16, #ebe6dc); }
    dialog { position: fixed; inset: var(--corner); width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100dvh - 40px)); max-width: none; max-height: none; margin: 0; padding: 0; border: 0; border-radius: 16px; overflow: hidden; box-shadow: 0 0 0 1px light-dark(rgb(0 0 0 / 9%), rgb(255 255 255 / 14%)), 0 16px 56px rgb(0 0 0 / 30%); }
    dialog[open] { animation: rise .18s ease-out; }
    dialog::backdrop { background: rgb(0 0 0 / 18%); }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
    .inline { overflow: hidden; border: 1px solid light-dark(#e3ddd0, #37332c); border-radius: 12px; }
    .inline iframe { height: var(--height, 420px); }
    dialog:has(> .blocked:not([hidden])) { height: auto; inset-block-start: auto; }
    .blocked { padding: 24px; font-weight: 400; }
    .blocked p { margin: 4px 0 0; padding-inline-end: 96px; }
    .blocked a { color: inherit; }
    .blocked button { float: inline-end; min-height: 32px; padding: 0 12px; border: 1px solid; border-radius: 16px; background: none; color: inherit; font: inherit; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    @media (max-width: 520px) { dialog { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; } }
    @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
    @media print { .open, dialog { display: none !important; } }
  `;
  const PATIENCE = 1500; // milliseconds from the frame's load to its first word
  const LONGEST_POLICY = 3000;
  const PASSED = ["title", "greeting", "examples", "accent", "theme", "author", "source", "after", "before", "collection"];

  const base = new URL(".", script.src);
  const options = { ...script.dataset };
  options.source ||= options.publication;
  const language = (options.language || document.documentElement.lang || navigator.language || "en").toLowerCase();
  const words = WORDS[language.split("-")[0]] || WORDS.en;
  const title = options.title || words[0];
  const accent = /^#[\da-f]{6}$/i.test(options.accent) ? options.accent : "#0d5b57";
  const waiting = [];
  let host, frame, dialog, launcher, blocked, why, ready, timer, wanted;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // Options travel behind the "#", which browsers send to no server.
  function address() {
    const passed = new URLSearchParams({ origin: location.origin });
    for (const name of PASSED) if (options[name]) passed.set(name, options[name]);
    if (options.inline) passed.set("inline", "1");
    const page = new URL("embed", base);
    page.searchParams.set("lang", language);
    if ("preview" in options) page.searchParams.set("preview", "1");
    page.hash = passed;
    return page.href;
  }

  function checkAddress(policy) {
    const check = new URL("embed/check", base);
    check.searchParams.set("origin", location.origin);
    if (policy) check.searchParams.set("policy", policy.slice(0, LONGEST_POLICY));
    return check.href;
  }

  function makeFrame() {
    frame = element("iframe", { title, referrerPolicy: "no-referrer" });
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox");
    // A frame that was refused loads, too, but never says that it is ready.
    frame.addEventListener("load", () => { timer = setTimeout(() => show(Boolean(ready)), PATIENCE); });
    why = element("a", { href: checkAddress(), target: "_blank", rel: "noopener noreferrer", textContent: words[2] });
    const shut = element("button", { type: "button", textContent: words[3], onclick: close, hidden: !dialog });
    blocked = element("div", { className: "blocked", hidden: true }, shut, element("p", { textContent: `${words[1]} ` }, why));
    blocked.setAttribute("role", "alert");
    frame.src = address();
    return [frame, blocked];
  }

  function show(well) {
    clearTimeout(timer);
    frame.hidden = !well;
    blocked.hidden = well;
  }

  function violated(event) {
    if (!frame || ready || !event.blockedURI.startsWith(base.origin)) return;
    why.href = checkAddress(event.originalPolicy);
    show(false);
  }

  function send(type, more) {
    if (!ready) waiting.push([type, more]);
    else if (frame) frame.contentWindow.postMessage({ pullquote: type, ...more }, base.origin);
  }

  function receive(event) {
    if (!frame || event.origin !== base.origin || event.source !== frame.contentWindow) return;
    const { pullquote: type, height } = Object(event.data);
    if (type === "ready") {
      ready = true;
      show(true);
      waiting.splice(0).forEach((one) => send(...one));
    } else if (type === "close") {
      close();
    } else if (type === "resize" && !dialog && Number.isFinite(height)) {
      const limit = Number(options.height) || 640;
      frame.parentNode.style.setProperty("--height", `${Math.round(Math.min(Math.max(height, 200), limit))}px`);
    }
  }

  function open() {
    wanted = true; // opened by start() when the page is not there yet
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
    wanted = false;
    if (dialog && dialog.open) dialog.close();
  }

  function ask(text) {
    open();
    send("ask", { text: String(text).slice(0, 2000) });
  }

  function destroy() {
    close();
    removeEventListener("message", receive);
    document.removeEventListener("securitypolicyviolation", violated);
    document.removeEventListener("DOMContentLoaded", start);
    clearTimeout(timer);
    if (host) host.remove();
    host = frame = dialog = null;
    if (window.pullquote === handle) delete window.pullquote;
  }

  // Black or white, whichever stands out from the accent (WCAG relative luminance).
  function onAccent() {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(accent.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  function variables() {
    const rtl = getComputedStyle(document.body).direction === "rtl";
    const left = options.position ? options.position === "left" : rtl;
    const scheme = ["light", "dark"].includes(options.theme) ? options.theme : "light dark";
    const corner = left ? "auto auto 20px 20px" : "auto 20px 20px auto";
    return `:host { --accent: ${accent}; --on-accent: ${onAccent()}; --corner: ${corner}; --scheme: ${scheme}; }`;
  }

  function start() {
    const place = options.inline ? document.querySelector(options.inline) : document.body;
    if (!place) return console.warn(`Pullquote: no element matches data-inline="${options.inline}".`);
    host = document.createElement("pullquote-widget");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // not subject to the page's style-src
    sheet.replaceSync(CSS + variables());
    root.adoptedStyleSheets = [sheet];
    place.append(host);
    if (options.inline) {
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
    if (wanted) open();
  }

  const handle = Object.freeze({ open, close, ask, destroy });
  addEventListener("message", receive);
  document.addEventListener("securitypolicyviolation", violated);
  window.pullquote = handle;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

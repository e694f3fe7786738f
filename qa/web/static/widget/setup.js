// Writes the line for a page from what was chosen, and shows what it does.
(() => {
  "use strict";

  const PAUSE = 300; // milliseconds without a change before the preview follows
  const OPENING = 1500; // milliseconds that the preview has for it

  const byId = (id) => document.getElementById(id);
  const words = JSON.parse(byId("page-words").textContent);
  const form = byId("options");
  const snippet = byId("snippet");
  const preview = byId("preview");
  const plain = byId("accent").value;
  let pause, opening;
  let typing = document.body;

  function chosen() {
    const options = {};
    for (const [name, value] of new FormData(form)) if (value.trim()) options[name] = value.trim();
    if (options.accent === plain) delete options.accent;
    if (options.examples) options.examples = options.examples.split(/\s*\n\s*/).join("|");
    if (options.position === "inline") delete options.position;
    else delete options.inline;
    return options;
  }

  function escaped(value) {
    return value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/\s+/g, " ");
  }

  function line(options) {
    const { script, tag, integrity } = snippet.dataset;
    const pinned = byId("pinned").checked;
    const parts = [`src="${script}${pinned ? `?v=${tag}` : ""}" async`];
    for (const [name, value] of Object.entries(options)) parts.push(`data-${name}="${escaped(value)}"`);
    if (pinned) parts.push(`integrity="${integrity}"`, 'crossorigin="anonymous"');
    return `<script ${parts.join("\n  ")}></script>`;
  }

  function show(options) {
    preview.inert = true;
    preview.contentWindow.location.replace(`preview#${new URLSearchParams(options)}`);
    release();
  }

  function release() {
    clearTimeout(opening);
    opening = setTimeout(() => { preview.inert = false; }, OPENING);
  }

  // The preview opens by itself, and must not take the focus from where somebody is typing.
  function keepFocus() {
    if (!preview.inert || document.activeElement !== preview) return;
    preview.blur();
    typing.focus();
  }

  function update() {
    const options = chosen();
    byId("inline-field").hidden = byId("position").value !== "inline";
    snippet.textContent = line(options);
    clearTimeout(pause);
    pause = setTimeout(() => show(options), PAUSE);
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(snippet.textContent);
      byId("copied").textContent = byId("copy").textContent = words.Copied;
    } catch { // not a secure page: select it, so that a key copies it
      getSelection().selectAllChildren(snippet);
      byId("copied").textContent = words["The line is selected; copy it with the keyboard."];
    }
    setTimeout(() => { byId("copy").textContent = words.Copy; }, 2000);
  }

  form.addEventListener("input", update);
  form.addEventListener("focusin", (event) => { typing = event.target; });
  addEventListener("blur", () => setTimeout(keepFocus));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("copy").addEventListener("click", copy);
  snippet.textContent = line(chosen());
  release();
})();

// The articles page: the ways in. Chosen and dropped files, pasted text, addresses of pages.
"use strict";

(() => {
  const { add, byId, fetchPages, say, words } = manage;
  const MOST_ADDRESSES = 200;

  let over = 0;

  // Files

  function dragging(event, change) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    over = Math.max(0, over + change);
    byId("drop").classList.toggle("over", over > 0);
  }

  document.addEventListener("dragenter", (event) => dragging(event, 1));
  document.addEventListener("dragleave", (event) => dragging(event, -1));
  document.addEventListener("dragover", (event) => dragging(event, 0));
  document.addEventListener("drop", (event) => {
    dragging(event, -over);
    add([...event.dataTransfer.files]);
  });
  byId("files").addEventListener("change", () => {
    add([...byId("files").files]);
    byId("files").value = "";
  });

  // Pasted text

  function openPaste(text = "") {
    byId("paste-name").value = "";
    byId("paste-text").value = text;
    say(byId("paste-trouble"), "");
    byId("paste").showModal();
    byId(text ? "paste-name" : "paste-text").focus();
  }

  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea, dialog")) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData("text/plain");
    if (files.length) add(files);
    else if (text.trim()) openPaste(text);
    if (files.length || text.trim()) event.preventDefault();
  });

  // The name says how the text is read; nothing else of it counts.
  function fileName(title) {
    const name = title.replace(/[^\p{L}\p{N} _-]+/gu, " ").trim().slice(0, 80);
    return `${name || words("Pasted text")}.txt`;
  }

  byId("paste-open").addEventListener("click", () => openPaste());
  byId("paste-no").addEventListener("click", () => byId("paste").close());
  byId("paste-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const title = byId("paste-name").value.trim();
    const text = byId("paste-text").value.trim();
    if (!text) {
      say(byId("paste-trouble"), words("There is no text yet."));
      byId("paste-text").focus();
      return;
    }
    byId("paste").close();
    const whole = title ? `${title}\n\n${text}\n` : `${text}\n`;
    add([new File([whole], fileName(title || text.split("\n")[0]), { type: "text/plain" })]);
  });

  // Addresses

  function addresses() {
    return [...new Set(byId("url").value.split(/\s+/).filter(Boolean))];
  }

  byId("address-open")?.addEventListener("click", () => {
    const opens = byId("address").hidden;
    byId("address").hidden = !opens;
    byId("address-open").setAttribute("aria-expanded", String(opens));
    if (opens) byId("url").focus();
  });
  byId("address")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const urls = addresses();
    const wrong = urls.find((url) => !/^https?:\/\/[^\s/]+/i.test(url));
    const trouble = wrong
      ? words("{address} is not the address of a page, as in https://news.example/a", { address: wrong.slice(0, 80) })
      : urls.length > MOST_ADDRESSES ? words("{number} are many; at most {most} at once.", { number: urls.length, most: MOST_ADDRESSES }) : "";
    say(byId("address-trouble"), trouble);
    if (trouble || !urls.length) return;
    fetchPages(urls);
    byId("url").value = "";
  });
})();

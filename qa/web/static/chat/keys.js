// Keys without Ctrl: off while somebody types, and altogether where that is wished.
import { questionBox } from "./composer.js";
import { button, make } from "./nodes.js";
import { words } from "./words.js";

const OFF = "pullquote:single-keys-off";
const KEYS = [
  [["/"], words.keyQuestion],
  [["↑", "↓"], words.keyEarlier],
  [["Enter"], words.keySend],
  [["Shift", "Enter"], words.keyLine],
  [["Esc"], words.keyClose],
  [["?"], words.keyList],
];
let dialog = null;
let off = false;

const isTyping = (element) =>
  Boolean(element?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]"));

export function startKeys() {
  try {
    off = localStorage.getItem(OFF) === "yes";
  } catch {
    off = false;
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) showKeys();
    else if (event.target === dialog) dialog.close(); // beside it
  });
  document.addEventListener("keydown", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat);
    if (off || !plain || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      event.preventDefault();
      questionBox().focus();
    } else if (event.key === "?") {
      event.preventDefault();
      showKeys();
    }
  });
  questionBox().setAttribute("aria-keyshortcuts", "/");
}

function showKeys() {
  if (!dialog) document.body.append(makeDialog());
  dialog.showModal();
}

function makeDialog() {
  const title = make("h2", { id: "keys-title" }, words.shortcuts);
  const list = make("dl");
  for (const [keys, what] of KEYS) {
    const shown = keys.flatMap((key, at) => [at ? " " : "", make("kbd", {}, key)]);
    list.append(make("div", {}, make("dt", {}, ...shown), make("dd", {}, what)));
  }
  const toggle = make("input", { type: "checkbox", checked: !off });
  toggle.addEventListener("change", () => turn(!toggle.checked));
  dialog = make("dialog", { id: "keys", className: "keys" },
    make("header", {}, title, button("keys-close", words.close, () => dialog.close())),
    list, make("label", { className: "keys-switch" }, toggle, ` ${words.singleKeys}`));
  dialog.setAttribute("aria-labelledby", title.id);
  return dialog;
}

function turn(isOff) {
  off = isOff;
  try {
    if (off) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  } catch {
    // then it is so for this page alone
  }
}

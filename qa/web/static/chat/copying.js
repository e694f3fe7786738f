// Copying a quote or an answer with one click, in the format that the reader chose last.
import { answerAs, FORMATS, quoteAs } from "./citing.js";
import { words } from "./words.js";

const KEY = "pullquote-copy-format";
const SHOWN = 2000; // milliseconds
let chosen = remembered();

function remembered() {
  try {
    const format = localStorage.getItem(KEY);
    return Object.hasOwn(FORMATS, format) ? format : "text";
  } catch {
    return "text";
  }
}

function choose(format) {
  chosen = Object.hasOwn(FORMATS, format) ? format : "text";
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing has it until the page is left.
  }
  for (const one of document.querySelectorAll("[data-copy-format]")) one.value = chosen;
}

// The clipboard takes HTML as what it shows and as its source. Where a page has no clipboard, on
// a host without https, a copy of nothing is filled with it.
async function write(text, isHtml) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      if (!isHtml || !window.ClipboardItem) await navigator.clipboard.writeText(text);
      else {
        const as = (type) => new Blob([text], { type });
        await navigator.clipboard.write([new ClipboardItem({ "text/html": as("text/html"), "text/plain": as("text/plain") })]);
      }
      return true;
    } catch {
      // Not allowed: the other way may be.
    }
  }
  const fillIn = (event) => {
    event.clipboardData.setData("text/plain", text);
    if (isHtml) event.clipboardData.setData("text/html", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", fillIn, { capture: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fillIn, { capture: true });
  return done;
}

async function copy(button) {
  const made = button.dataset.copy === "answer"
    ? answerAs(chosen, button.closest("[data-turn]"))
    : quoteAs(chosen, button.closest("[data-cite]"));
  const done = await write(made, chosen === "html");
  say(button, done ? words.copied : words.notCopied);
}

// In the button itself, which keeps its width.
function say(button, said) {
  document.getElementById("announcement").textContent = said;
  button.dataset.label ??= button.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.textContent = said;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => { button.textContent = button.dataset.label; }, SHOWN);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-copy]");
  if (button) copy(button);
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-copy-format]")) choose(target.value);
});
// Another tab chose.
window.addEventListener("storage", ({ key }) => key === KEY && choose(remembered()));

// Answers come with the first format chosen; they get the reader's as they are shown.
export function withChosenFormat(turn) {
  for (const one of turn.querySelectorAll("[data-copy-format]")) one.value = chosen;
  return turn;
}

// "Share" under an answer: its link is copied, or shown to be copied where the page may not.
import { make } from "./nodes.js";
import { words } from "./words.js";

const SHOWN = 3000; // milliseconds

async function share(link) {
  const opensAnswer = new URL(link.href).searchParams.has("a");
  const copied = await write(link);
  const said = copied ? (opensAnswer ? words.linkCopied : words.askLinkCopied) : words.linkToCopy;
  document.getElementById("announcement").textContent = said;
  if (!copied) return;
  link.dataset.label ??= link.textContent;
  link.style.minWidth = `${link.offsetWidth}px`;
  link.textContent = said;
  clearTimeout(Number(link.dataset.timer));
  link.dataset.timer = setTimeout(() => { link.textContent = link.dataset.label; }, SHOWN);
}

async function write(link) {
  try {
    await navigator.clipboard.writeText(link.href);
    return true;
  } catch {
    return writeFromBox(link);
  }
}

// Without https there is no clipboard; what is selected in a box may be copied, by hand at least.
function writeFromBox(link) {
  const foot = link.parentElement;
  const box = foot.querySelector(".link-to-copy")
    || make("input", { className: "link-to-copy", readOnly: true, value: link.href, dir: "ltr" });
  box.setAttribute("aria-label", words.linkToCopy);
  foot.append(box);
  box.select();
  if (!document.execCommand("copy")) return false;
  box.remove();
  link.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-share]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  share(link);
});

// The reading panel: opens an article at a quote, and closes it.
// Articles arrive as escaped HTML with the <mark> in place; no offset is computed here.
import { make, parsed } from "./nodes.js";
import { addSteps, turnTo } from "./quote_steps.js";
import { words } from "./words.js";

const WIDE = window.matchMedia("(min-width: 60rem)");
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
let opener = null;
let wanted = 0;

const scrollBox = () => document.getElementById("article-scroll");

export async function open(link, { focus }) {
  const ticket = ++wanted;
  const scroll = scrollBox();
  const address = new URL(link.href);
  address.pathname += "/panel";
  address.hash = "";
  if (!turnTo(link, scroll)) {
    scroll.setAttribute("aria-busy", "true");
    const nodes = await fetchNodes(address);
    if (ticket !== wanted) return;
    scroll.replaceChildren(...nodes);
  }
  scroll.removeAttribute("aria-busy");
  remember(link);
  const steps = addSteps(link, scroll);
  if (!WIDE.matches && !document.body.classList.contains("reading")) {
    history.pushState({ reading: true }, "");
  }
  document.body.classList.add("reading");
  reveal(scroll, focus && !steps);
}

// Beside an answer its first quote is opened where there is room; beside a refusal nothing is.
export function openBeside(turn) {
  const first = turn.matches(".abstained, .failed") ? null : turn.querySelector("[data-read]");
  if (!first) empty();
  else if (WIDE.matches) open(first, { focus: false });
}

export function empty() {
  wanted += 1;
  document.body.classList.remove("reading");
  const scroll = scrollBox();
  if (!scroll) return;
  scroll.replaceChildren(make("p", { className: "panel-empty" }, words.choose));
  scroll.removeAttribute("aria-busy");
}

async function fetchNodes(address) {
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    if (!response.ok) throw new Error((await response.json()).detail);
    return parsed(await response.text());
  } catch (error) {
    const said = error instanceof TypeError ? words.notOpened : error.message;
    const note = make("p", { className: "panel-empty" }, said || words.notOpened);
    note.setAttribute("role", "alert");
    return [note];
  }
}

function remember(link) {
  for (const other of document.querySelectorAll("[data-read][aria-current]")) {
    other.removeAttribute("aria-current");
  }
  const same = `[data-read][href="${CSS.escape(link.getAttribute("href"))}"]`;
  for (const one of document.querySelectorAll(same)) one.setAttribute("aria-current", "true");
  opener = link;
}

function reveal(scroll, focus) {
  const mark = scroll.querySelector("#quote");
  const target = mark || scroll.querySelector("#article-title");
  if (!target) return;
  scroll.scrollTo({
    top: mark ? placeOf(mark, scroll) : 0,
    behavior: STILL.matches ? "auto" : "smooth",
  });
  if (focus) target.focus({ preventScroll: true });
}

// The title stays in view with a quote near the beginning; others come to the upper third.
function placeOf(mark, scroll) {
  const box = mark.getBoundingClientRect();
  const top = box.top - scroll.getBoundingClientRect().top + scroll.scrollTop;
  const atOnce = top + box.height < scroll.clientHeight * 0.8;
  return atOnce ? 0 : top - scroll.clientHeight / 3;
}

function close() {
  document.body.classList.remove("reading");
  if (opener && opener.isConnected) opener.focus();
}

function leave() {
  if (history.state && history.state.reading) history.back();
  else close();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-read]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && plain) {
    event.preventDefault();
    open(link, { focus: true });
  } else if (event.target.closest("[data-close]")) leave();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("reading")) leave();
});
window.addEventListener("popstate", close);

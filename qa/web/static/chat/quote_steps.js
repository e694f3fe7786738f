// From one quote of an answer to the next: several are marked in an article at once, and only where
// the next stands in another is that one opened.
import { button, make } from "./nodes.js";
import { fill, words } from "./words.js";

let going = 0; // the direction of the step that is under way

const named = (link) => new URL(link.href).searchParams;

// Whether the open article has the quote of this link marked; it is then the one that is read.
export function turnTo(link, scroll) {
  const text = scroll.querySelector(".article-text");
  const values = named(link);
  const article = decodeURIComponent(new URL(link.href).pathname.split("/read/")[1] || "");
  if (!text || text.dataset.article !== article || text.dataset.stamp !== values.get("v")) return false;
  const place = `${values.get("start")}-${values.get("end")}`;
  const marks = [...text.querySelectorAll("mark[data-place]")];
  if (!marks.some((mark) => mark.dataset.place === place)) return false;
  for (const mark of marks) {
    const isRead = mark.dataset.place === place;
    mark.classList.toggle("other", !isRead);
    if (mark.id) mark.id = isRead ? "quote" : `quote-${mark.dataset.quote}`;
  }
  const original = link.closest("[data-cite]")?.querySelector("a.original");
  const shown = scroll.querySelector(".article-facts a.original");
  if (original && shown) shown.href = original.href;
  return true;
}

// The citations of the answer that a link is of, each quote once, in the order of the answer.
function citations(link) {
  const turn = link.closest("[data-turn]");
  if (!turn) return [];
  const all = [...turn.querySelectorAll(".quotes .number[data-read]")];
  return all.sort((a, b) => Number(a.textContent) - Number(b.textContent));
}

// Returns whether a button of theirs has the focus, because it was the way here.
export function addSteps(link, scroll) {
  const links = citations(link);
  const at = links.findIndex((one) => one.href === link.href);
  const head = scroll.querySelector(".article-head");
  const by = going;
  going = 0;
  head?.querySelector(".steps")?.remove();
  if (!head || at < 0 || links.length < 2) return false;
  const step = (direction, label, sign) => {
    const next = links[at + direction];
    const one = button("step", sign, () => {
      going = direction;
      next.click();
    });
    one.dataset.step = direction;
    one.disabled = !next;
    one.setAttribute("aria-label", label);
    return one;
  };
  const place = fill(words.quoteOf, { number: at + 1, count: links.length });
  const steps = make("nav", { className: "steps" },
    step(-1, words.previousQuote, "‹"), make("span", {}, place), step(1, words.nextQuote, "›"));
  steps.setAttribute("aria-label", words.quotes);
  head.append(steps);
  if (by) stayOn(steps, by, `${place}: ${scroll.querySelector("#quote")?.textContent || ""}`);
  return Boolean(by);
}

// Who goes from quote to quote by a button keeps it in hand, and hears what is marked now.
function stayOn(steps, by, said) {
  const one = steps.querySelector(`[data-step="${by}"]`);
  (one.disabled ? steps.querySelector("button:not(:disabled)") : one).focus({ preventScroll: true });
  document.getElementById("announcement").textContent = said;
}

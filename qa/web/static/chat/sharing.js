// "Share": a link is made, copied, and put into the list of links; or shown, to be copied by hand.
import { makeLink } from "./made_links.js";
import { make } from "./nodes.js";
import { fill, words } from "./words.js";

const SHOWN = 3000; // milliseconds

async function share(link) {
  const proof = link.dataset.share;
  const question = link.closest("[data-turn]").querySelector(".question").textContent;
  const made = proof ? await makeLink([proof], question) : { href: link.href };
  const copied = made.href && (await write(made.href, link.parentElement));
  if (copied) link.focus();
  say(link, made.problem || (copied ? (proof ? words.linkCopied : words.askLinkCopied) : words.linkToCopy));
}

function say(link, said) {
  document.getElementById("announcement").textContent = said;
  if (link.parentElement.querySelector(".link-to-copy")) return;
  link.dataset.label ??= link.textContent;
  link.style.minWidth = `${link.offsetWidth}px`;
  link.textContent = said;
  clearTimeout(Number(link.dataset.timer));
  link.dataset.timer = setTimeout(() => { link.textContent = link.dataset.label; }, SHOWN);
}

// Shares all answers of a conversation; returns what is said of it.
export async function shareConversation(conversation, place) {
  const answered = conversation.exchanges.filter((one) => one.answer);
  const proofs = answered.map((one) => one.answer.link).filter(Boolean);
  if (!proofs.length) return words.notShared;
  const made = await makeLink(proofs, conversation.title);
  if (made.problem) return made.problem;
  const copied = await write(made.href, place);
  if (!copied) return words.linkToCopy;
  return made.count === conversation.exchanges.length
    ? words.linkCopied
    : fill(words.sharedSome, { number: made.count, count: conversation.exchanges.length });
}

export async function write(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeFromBox(text, place);
  }
}

// Without https there is no clipboard; what is selected in a box may be copied, by hand at least.
function writeFromBox(text, place) {
  const box = place.querySelector(".link-to-copy") || make("input", { className: "link-to-copy", readOnly: true, dir: "ltr" });
  box.value = text;
  box.setAttribute("aria-label", words.linkToCopy);
  place.append(box);
  box.select();
  if (!document.execCommand("copy")) return false;
  box.remove();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-share]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  share(link);
});

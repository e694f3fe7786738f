// The conversation on the page: one element an exchange, in their order.
import { withChosenFormat } from "./copying.js";
import { fromTemplate, parsed } from "./nodes.js";
import { empty, openBeside } from "./panel.js";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
let box = null;

export function startTurns(container) {
  box = container;
}

export const turnAt = (number) => box.querySelector(`[data-turn="${number}"]`);

export function pendingTurn(number, question) {
  const turn = fromTemplate("pending-turn");
  return labelled(turn, number, question);
}

export function failedTurn(number, question, message) {
  const turn = fromTemplate("failed-turn");
  turn.querySelector(".failure").textContent = message;
  turn.dataset.answer = message;
  return labelled(turn, number, question);
}

function labelled(turn, number, question) {
  const heading = turn.querySelector(".question");
  heading.textContent = question;
  heading.id = `question-${number}`;
  for (const tool of turn.querySelectorAll("[aria-describedby]")) tool.setAttribute("aria-describedby", heading.id);
  turn.dataset.turn = number;
  turn.setAttribute("aria-labelledby", heading.id);
  return turn;
}

export function answerTurn(html) {
  return withChosenFormat(parsed(html).find((node) => node.nodeType === Node.ELEMENT_NODE));
}

// Puts a turn where the one of its number stands, else behind all.
export function put(turn) {
  const old = turnAt(turn.dataset.turn);
  if (old) old.replaceWith(turn);
  else box.append(turn);
}

export function reveal(turn) {
  turn.scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
}

export function announce(turn) {
  document.getElementById("announcement").textContent = turn.dataset.answer || "";
  openBeside(turn);
}

export function showStage(number, { html, text }) {
  const stage = turnAt(number)?.querySelector(".stage");
  if (!stage) return;
  if (text) stage.textContent = text;
  else stage.replaceChildren(...parsed(html));
}

// All of another conversation, its last exchange in view.
export function replaceAll(turns) {
  box.replaceChildren(...turns);
  const last = turns[turns.length - 1];
  if (last) last.scrollIntoView({ block: "start" });
  empty();
}

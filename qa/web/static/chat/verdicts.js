// What readers say of an answer, and taking it back.
import { make } from "./nodes.js";
import { words } from "./words.js";

async function sendVerdict(button) {
  const turn = button.closest("[data-turn]");
  const group = button.closest(".verdict");
  const body = { ...JSON.parse(turn.dataset.about), helpful: button.dataset.verdict === "yes" };
  const response = await fetch("api/feedback", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => ({ ok: false }));
  const { judgements = [] } = response.ok ? await response.json().catch(() => ({})) : {};
  group.setAttribute("role", "status");
  if (!judgements.length) {
    group.textContent = response.ok ? words.thanks : words.notRecorded;
    return;
  }
  // Who may change answers may also undo it.
  const undo = make("button", { type: "button", className: "take-back" }, words.takeBack);
  undo.dataset.takeBack = judgements.join(" ");
  group.replaceChildren(`${words.follows} `, undo);
}

async function takeBack(button) {
  const place = button.parentElement;
  button.disabled = true;
  let done = true;
  for (const number of button.dataset.takeBack.split(" ")) {
    const response = await fetch(`api/judgements/${number}`, {
      method: "DELETE",
      headers: { "Content-Type": "application/json" },
    }).catch(() => ({ ok: false }));
    done &&= response.ok || response.status === 404; // another editor was faster
  }
  place.setAttribute("role", "status");
  place.textContent = done ? words.takenBack : words.notTakenBack;
}

document.addEventListener("click", (event) => {
  const verdict = event.target.closest("[data-verdict]");
  if (verdict) sendVerdict(verdict);
  const taken = event.target.closest("[data-take-back]");
  if (taken) takeBack(taken);
});

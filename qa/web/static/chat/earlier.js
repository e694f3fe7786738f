// Earlier questions of this tab with the arrow keys, in an empty question box.
import { fillIn, questionBox } from "./composer.js";
import { openConversation } from "./conversation.js";
import { recall, remember } from "./tab.js";

const MOST = 50;
let place = null; // among the earlier questions, null while none of them is shown

export function startEarlier() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("#fresh, [data-conversations]")) collect();
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.target !== questionBox() || event.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") step(event, event.key === "ArrowUp" ? -1 : 1);
  });
}

function step(event, by) {
  const asked = collect();
  const value = questionBox().value;
  if (place === null || asked[place] !== value) {
    if (value || by > 0) return; // the arrow moves in what is typed
    place = asked.length;
  }
  const next = place + by;
  if (next < 0) return;
  event.preventDefault();
  place = next >= asked.length ? null : next;
  const text = place === null ? "" : asked[place];
  fillIn(text);
  document.getElementById("announcement").textContent = text;
}

// Those of the open conversation last, each once.
function collect() {
  let known = [];
  try {
    known = JSON.parse(recall("asked")) || [];
  } catch {
    known = [];
  }
  const asked = openConversation().exchanges.map((one) => one.question);
  const all = [...new Set([...known, ...asked].reverse())].reverse().slice(-MOST);
  remember("asked", JSON.stringify(all));
  return all;
}

// The question box: what is typed there is asked with Enter or the button, and outlives a reload.
import { recall, remember } from "./tab.js";

export const questionBox = () => document.querySelector("#question textarea");

// Gradio learns of a value by its event.
export function fillIn(text) {
  const box = questionBox();
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// `ask` is given what is typed, and says in the end whether it took it.
export function startComposer(ask) {
  const send = async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const asked = questionBox().value;
    if ((await ask(asked)) && questionBox().value === asked) fillIn("");
  };
  document.addEventListener("keydown", (event) => {
    if (event.target !== questionBox() || event.key !== "Enter") return;
    if (!event.shiftKey && !event.isComposing) send(event);
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#question .submit-button")) send(event);
    const example = event.target.closest("#examples button.example");
    if (example) ask(example.textContent);
  }, { capture: true });
  document.addEventListener("input", (event) => {
    if (event.target === questionBox()) remember("draft", event.target.value);
  });
  const draft = recall("draft");
  if (draft && !questionBox().value) fillIn(draft);
}

// What can be done with a question: stop it, ask it again, edit it, see its earlier answer.
import { askInPlace, openConversation, stop, swapEarlier } from "./conversation.js";
import { button, make } from "./nodes.js";
import { words } from "./words.js";

const numberOf = (element) => Number(element.closest("[data-turn]").dataset.turn);

function edit(tool) {
  const asked = tool.closest(".asked");
  const number = numberOf(tool);
  const box = make("textarea", {
    className: "edited",
    dir: "auto",
    rows: 2,
    maxLength: document.querySelector("#question textarea").maxLength,
    value: openConversation().exchanges[number - 1].question,
  });
  box.setAttribute("aria-label", words.label);
  const form = make("form", { className: "editing" }, box,
    make("p", { className: "asked-tools" }, make("button", { type: "submit" }, words.send), button("", words.cancel, leave)));
  function leave() {
    form.replaceWith(asked);
    asked.querySelector("[data-edit]").focus();
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value.trim()) askInPlace(number, box.value);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  asked.replaceWith(form);
  box.focus();
}

export function startTurnTools() {
  document.addEventListener("click", ({ target }) => {
    const tool = target.closest("#turns button");
    if (!tool) return;
    if ("stop" in tool.dataset) stop(numberOf(tool));
    else if ("edit" in tool.dataset) edit(tool);
    else if ("earlier" in tool.dataset) swapEarlier(numberOf(tool));
    else if ("again" in tool.dataset) {
      const number = numberOf(tool);
      askInPlace(number, openConversation().exchanges[number - 1].question);
    }
  });
}

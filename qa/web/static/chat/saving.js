// One answer as a Word or PDF file: a conversation of one exchange.
import { saveAs } from "./export.js";
import { make } from "./nodes.js";

async function save(button) {
  const turn = button.closest("[data-turn]");
  const question = turn.querySelector(".question").textContent;
  const { share: link } = turn.querySelector("[data-share]").dataset;
  button.disabled = true;
  const trouble = await saveAs(button.dataset.save, { title: question, made: Date.now(), exchanges: [{ question, answer: { link } }] });
  button.disabled = false;
  turn.querySelector(".not-saved")?.remove();
  if (trouble) turn.querySelector(".turn-foot").after(make("p", { className: "note not-saved" }, trouble));
  document.getElementById("announcement").textContent = trouble;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-save]");
  if (button) save(button);
});

// Speakers, for editors: bringing two entries together, parting one, taking a decision back.
// Whatever came with an article is set as text or as a value, never as markup.
"use strict";

(() => {
  const api = new URL(document.querySelector(".site-brand").href);

  for (const element of document.querySelectorAll(".for-editors")) element.hidden = false;

  // Send a decision; show the page as it is then, or say in `problem` why it is not.
  async function decide(method, path, body, failed, problem) {
    try {
      const response = await fetch(new URL(`api/speakers/${path}`, api), {
        method,
        headers: { "Content-Type": "application/json" },
        body: body === null ? undefined : JSON.stringify(body),
      });
      if (response.ok) return true;
      const told = await response.json().catch(() => ({}));
      problem.textContent = told.detail || failed;
    } catch {
      problem.textContent = failed;
    }
    problem.hidden = false;
    return false;
  }

  function checked(form, name) {
    return [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
  }

  const together = document.querySelector("[data-together]");
  if (together) {
    const stays = together.querySelector("select");
    const button = together.querySelector("button");
    const boxes = [...document.querySelectorAll(".list .chosen input")];
    const show = () => {
      const chosen = boxes.filter((box) => box.checked);
      const before = stays.value;
      stays.replaceChildren(...chosen.map((box) => new Option(box.dataset.name, box.value)));
      if (chosen.some((box) => box.value === before)) stays.value = before;
      together.hidden = chosen.length === 0;
      button.disabled = stays.disabled = chosen.length < 2;
    };
    for (const box of boxes) box.addEventListener("change", show);
    show();
    together.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = together.querySelector(".problem");
      for (const box of boxes.filter((one) => one.checked && one.value !== stays.value)) {
        const body = { speaker: stays.value, other: box.value };
        if (!(await decide("POST", "same", body, together.dataset.failed, problem))) return;
      }
      location.reload();
    });
  }

  const parts = document.querySelector("[data-parts]");
  parts?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = {
      speaker: parts.dataset.parts,
      spellings: checked(parts, "spelling"),
      articles: checked(parts, "article"),
      name: parts.querySelector("#name").value,
    };
    const problem = parts.querySelector(".problem");
    if (await decide("POST", "apart", body, parts.dataset.failed, problem)) location.assign(new URL("speakers#decisions", api));
  });

  for (const button of document.querySelectorAll("[data-take-back]")) {
    button.addEventListener("click", async () => {
      const problem = document.createElement("p");
      problem.className = "problem";
      problem.setAttribute("role", "alert");
      problem.hidden = true;
      button.after(problem);
      if (await decide("DELETE", `decisions/${button.dataset.takeBack}`, null, button.dataset.failed, problem)) location.reload();
    });
  }
})();

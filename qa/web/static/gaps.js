// The page of unanswered questions: asks again, marks, deletes. The server makes all that is shown.
(() => {
  "use strict";

  const main = document.querySelector("main.gaps");
  const said = main.dataset;
  const news = document.getElementById("news");

  async function send(method, address, body) {
    const options = { method, headers: { "Content-Type": "application/json" } };
    if (body !== undefined) options.body = JSON.stringify(body);
    const response = await fetch(address, options);
    const told = await response.json().catch(() => null);
    if (!response.ok) throw new Error((told && told.detail) || said.failed);
    return told;
  }

  // The changed list is shown where it was read, and the keyboard goes on from there.
  function reload(gap) {
    history.replaceState(null, "", `#${gap.id}`);
    location.reload();
  }

  async function askAgain(gap, outcome) {
    outcome.textContent = said.asking;
    const told = await send("POST", "api/gaps/again", { gaps: [Number(gap.dataset.gap)] });
    if (told.answered.length || !told.asked) return reload(gap);
    outcome.textContent = said.still;
  }

  async function mark(gap, standing, note) {
    await send("PATCH", `api/gaps/${gap.dataset.gap}`, note === undefined ? { standing } : { standing, note });
    reload(gap);
  }

  async function forget(gap, button) {
    if (!button.dataset.sure) {
      button.dataset.sure = "yes";
      button.textContent = said.sure;
      return;
    }
    await send("DELETE", `api/gaps/${gap.dataset.gap}`);
    reload(gap);
  }

  function toggleNote(gap, button) {
    const box = gap.querySelector(".want");
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) box.querySelector("input").focus();
  }

  async function act(gap, button) {
    const outcome = gap.querySelector(".outcome");
    const asked = button.dataset.do;
    outcome.textContent = "";
    try {
      if (asked === "again") await askAgain(gap, outcome);
      else if (asked === "note") toggleNote(gap, button);
      else if (asked === "want") await mark(gap, "wanted", gap.querySelector(".want input").value);
      else if (asked === "forget") await forget(gap, button);
      else await mark(gap, asked);
    } catch (error) {
      outcome.textContent = error instanceof TypeError ? said.failed : error.message;
    }
  }

  main.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) act(button.closest(".gap"), button);
  });

  main.addEventListener("keydown", (event) => {
    const box = event.key === "Enter" && event.target.closest(".want");
    if (box && event.target.tagName === "INPUT") box.querySelector("button").click();
  });

  const search = document.getElementById("search-form");
  if (search) {
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      location.search = new URLSearchParams(new FormData(search));
    });
  }

  // Those on this page that were not asked since the articles changed, a few of them.
  async function lookAgain() {
    const gaps = said.stale.split(" ").filter(Boolean).map(Number).slice(0, 10);
    if (!gaps.length) return;
    try {
      const { answered } = await send("POST", "api/gaps/again", { gaps });
      if (answered.length) news.textContent = said.now.replace("{count}", answered.length);
    } catch {
      // Nobody asked for it; the button of each says what is wrong.
    }
  }
  lookAgain();

  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named) named.focus();
})();

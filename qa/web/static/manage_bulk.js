// The articles page: articles chosen from the list, corrected or removed together, with progress.
"use strict";

(() => {
  const { announce, byId, call, changed, many, number, patiently, query, say, sentence, words } = manage;
  const AT_ONCE = 200; // that the server changes in one request
  const HINTS = {
    author: "Leave it empty to say that there is none.",
    date: "As in 2012-04-18, 2012-04 or 2012.",
    publication: "Leave it empty to say that there is none.",
    categories: "With semicolons between them.",
    lang: "As in en or pt-br.",
    title: "Leave it empty to say that there is none.",
    url: "As in https://news.example/a",
  };

  const chosen = new Map(); // identifier → article, or null where it was not on a page that was seen
  let boxes = []; // of the page that is shown: [box, article]
  let total = 0;
  let leaving = null; // { ids, article } that the dialog asks about
  let busy = false;

  // Choosing

  function choosable(box, article, title) {
    box.checked = chosen.has(article.id);
    box.setAttribute("aria-label", words("Choose {title}", { title }));
    box.addEventListener("change", () => {
      if (box.checked) chosen.set(article.id, article);
      else chosen.delete(article.id);
      told();
    });
    fresh.push([box, article]);
  }

  let fresh = [];

  // The page shows other articles: what is chosen stays chosen.
  function chosenChanged(page) {
    total = page.total;
    boxes = fresh;
    fresh = [];
    told();
  }

  function told() {
    const here = boxes.filter(([box]) => box.checked).length;
    byId("choose-page").checked = here > 0 && here === boxes.length;
    byId("choose-page").indeterminate = here > 0 && here < boxes.length;
    byId("choose-page").disabled = !boxes.length;
    byId("bar-actions").hidden = !chosen.size;
    byId("choose-all").hidden = chosen.size >= total;
    byId("choose-all").textContent = words("Choose all {number}", { number: number(total) });
    byId("correct-chosen").textContent = words("Correct {number}", { number: number(chosen.size) });
    byId("move-chosen").textContent = words("Move {number}", { number: number(chosen.size) });
    byId("remove-chosen").textContent = words("Remove {number}", { number: number(chosen.size) });
  }

  function chooseNone() {
    chosen.clear();
    for (const [box] of boxes) box.checked = false;
    told();
  }

  async function chooseAll() {
    byId("choose-all").disabled = true;
    try {
      for (let after = 0; after !== null; ) {
        const page = await patiently(() => call("GET", `manage/identifiers?${query({ after })}`));
        for (const id of page.identifiers) if (!chosen.has(id)) chosen.set(id, null);
        after = page.after;
        byId("choose-all").textContent = words("{number} of {total}", { number: number(chosen.size), total: number(total) });
      }
      for (const [box] of boxes) box.checked = true;
      announce(words("{articles} chosen", { articles: many(chosen.size) }));
    } catch (problem) {
      say(byId("list-trouble"), problem.message);
    }
    byId("choose-all").disabled = false;
    told();
  }

  // Doing something with many, slice by slice

  async function inSlices(ids, progress, work) {
    busy = true;
    progress.hidden = ids.length <= AT_ONCE;
    progress.max = ids.length;
    try {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        progress.value = at;
        await patiently(() => work(ids.slice(at, at + AT_ONCE)));
      }
    } finally {
      progress.hidden = true;
      busy = false;
    }
  }

  // A dialog that works is not closed with Escape: what it does would go on unseen.
  function closesWhenIdle(dialog) {
    byId(dialog).addEventListener("cancel", (event) => {
      if (busy) event.preventDefault();
    });
  }

  // Removing

  function askRemoval(ids, article = null) {
    leaving = { ids, article };
    byId("confirm-title").textContent = ids.length === 1
      ? words("Remove this article?")
      : words("Remove {articles}?", { articles: many(ids.length) });
    say(byId("confirm-article"), ids.length === 1 ? article?.title || words("Untitled") : "");
    byId("confirm-text").textContent = consequence(article, ids.length);
    byId("confirm-no").textContent = words(ids.length === 1 ? "Keep it" : "Keep them");
    say(byId("confirm-trouble"), "");
    byId("confirm").showModal();
    byId("confirm-no").focus();
  }

  function consequence(article, count) {
    if (count > 1) return words("They are no longer found or quoted. You can bring them back for a week. Files elsewhere stay where they are; indexing their folders again brings these articles back, too.");
    if (article?.added_here) return words("It is no longer found or quoted. You can bring it back for a week; then the file that was sent for it is deleted.");
    if (article?.path) return words("It is no longer found or quoted. You can bring it back for a week. Its file, {path}, stays where it is; indexing that folder again brings the article back, too.", article);
    return words("It is no longer found or quoted. You can bring it back for a week; indexing its address again does, too.");
  }

  async function remove() {
    const { ids, article } = leaving;
    let removal = null;
    byId("confirm-yes").disabled = byId("confirm-no").disabled = true;
    try {
      await inSlices(ids, byId("confirm-progress"), async (some) => {
        ({ removal } = await call("POST", "api/articles/remove", removal ? { ids: some, removal: removal.id } : { ids: some }));
        for (const id of some) chosen.delete(id);
      });
      byId("confirm").close();
      announce(ids.length === 1
        ? words("{title} was removed", { title: article?.title || words("Untitled") })
        : words("{articles} were removed", { articles: many(ids.length) }));
    } catch (problem) {
      say(byId("confirm-trouble"), problem.message);
    }
    byId("confirm-yes").disabled = byId("confirm-no").disabled = false;
    if (removal) manage.offerBringingBack(removal);
    changed();
    if (!byId("confirm").open) byId("search").focus();
  }

  // Correcting

  function askCorrection() {
    byId("correct-title").textContent = words("Correct {articles}", { articles: many(chosen.size) });
    byId("correct-value").value = "";
    byId("correct-value").removeAttribute("aria-invalid");
    say(byId("correct-trouble"), "");
    hint();
    byId("correct").showModal();
    byId("correct-field").focus();
  }

  function hint() {
    byId("correct-hint").textContent = words(HINTS[byId("correct-field").value]);
  }

  async function correct(event) {
    event.preventDefault();
    const ids = [...chosen.keys()];
    const value = byId("correct-value").value.trim() || null;
    say(byId("correct-trouble"), "");
    byId("correct-value").removeAttribute("aria-invalid");
    byId("correct-yes").disabled = byId("correct-no").disabled = true;
    try {
      await inSlices(ids, byId("correct-progress"), (some) =>
        call("PATCH", "api/articles/details", { ids: some, [byId("correct-field").value]: value }));
      byId("correct").close();
      announce(words("{articles} corrected", { articles: many(ids.length) }));
      chooseNone();
    } catch (problem) {
      const [field] = problem.fields || [];
      if (field) byId("correct-value").setAttribute("aria-invalid", "true");
      say(byId("correct-trouble"), field ? sentence(field.message) : problem.message);
    }
    byId("correct-yes").disabled = byId("correct-no").disabled = false;
    changed();
  }

  byId("choose-page").addEventListener("change", () => {
    const { checked } = byId("choose-page");
    for (const [box, article] of boxes) {
      box.checked = checked;
      if (checked) chosen.set(article.id, article);
      else chosen.delete(article.id);
    }
    told();
  });
  byId("choose-all").addEventListener("click", chooseAll);
  byId("choose-none").addEventListener("click", chooseNone);
  byId("remove-chosen").addEventListener("click", () => askRemoval([...chosen.keys()], [...chosen.values()][0]));
  byId("correct-chosen").addEventListener("click", askCorrection);
  byId("correct-field").addEventListener("change", hint);
  byId("correct-form").addEventListener("submit", correct);
  byId("correct-no").addEventListener("click", () => byId("correct").close());
  byId("confirm-no").addEventListener("click", () => byId("confirm").close());
  byId("confirm-yes").addEventListener("click", remove);
  closesWhenIdle("confirm");
  closesWhenIdle("correct");

  Object.assign(manage, { askRemoval, AT_ONCE, choosable, chooseNone, chosen, chosenChanged, closesWhenIdle, inSlices });
})();

// The articles page: articles chosen from the list, moved between collections and back.
"use strict";

(() => {
  const { announce, AT_ONCE, byId, call, changed, chooseNone, chosen, closesWhenIdle, copyOf, inSlices, many, offerUndo, patiently, say, words } = manage;

  async function ask() {
    byId("move-title").textContent = words("Move {articles}", { articles: many(chosen.size) });
    byId("move-new").value = "";
    wrong("");
    byId("move-to").replaceChildren();
    byId("move").showModal();
    try {
      const { collections } = await call("GET", "api/collections");
      byId("move-to").replaceChildren(...collections.map(({ name }) => place(name)));
      byId("move-to").querySelector("input")?.focus();
    } catch (problem) {
      wrong(problem.message);
    }
  }

  function place(name) {
    const element = copyOf("place-template");
    element.querySelector("span").textContent = name;
    element.querySelector("input").value = name;
    return element;
  }

  function wanted() {
    const ticked = [...byId("move-to").querySelectorAll("input:checked")].map((box) => box.value);
    const named = byId("move-new").value.trim();
    return named ? [...new Set([...ticked, named])] : ticked;
  }

  function wrong(told) {
    say(byId("move-trouble"), told);
  }

  function put(ids, to) {
    return patiently(() => call("PATCH", "api/articles/collections", { ids, to }));
  }

  async function move(event) {
    event.preventDefault();
    const ids = [...chosen.keys()];
    const to = wanted();
    const before = [];
    wrong(to.length ? "" : words("Choose a collection, or name a new one."));
    if (!to.length) {
      byId("move-form").querySelector("input").focus();
      return;
    }
    byId("move-yes").disabled = byId("move-no").disabled = true;
    try {
      await inSlices(ids, byId("move-progress"), async (some) => {
        before.push(...(await put(some, to)).before);
      });
      byId("move").close();
      announce(words("{articles} moved", { articles: many(ids.length) }));
      chooseNone();
    } catch (problem) {
      wrong(problem.message);
    }
    byId("move-yes").disabled = byId("move-no").disabled = false;
    const count = before.reduce((sum, one) => sum + one.ids.length, 0);
    if (count) {
      const told = words("{articles} moved to {collections}.", { articles: many(count), collections: to.join(", ") });
      offerUndo(told, before, () => back(before, count));
    }
    changed();
    if (!byId("move").open) byId("search").focus();
  }

  // Each goes to where it was; done again after a fault, those that are back already stay there.
  async function back(before, count) {
    for (const { collections, ids } of before) {
      for (let at = 0; at < ids.length; at += AT_ONCE) await put(ids.slice(at, at + AT_ONCE), collections);
    }
    return words("{articles} are back where they were", { articles: many(count) });
  }

  byId("move-chosen").addEventListener("click", ask);
  byId("move-form").addEventListener("submit", move);
  byId("move-no").addEventListener("click", () => byId("move").close());
  closesWhenIdle("move");
})();

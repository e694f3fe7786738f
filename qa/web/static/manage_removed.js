// The articles page: what was removed, and bringing it back.
"use strict";

(() => {
  const { announce, byId, call, changed, copyOf, factOf, forgetUndo, language, many, number, offerUndo, patiently, say, whenChanged, words } = manage;

  function nameOf(removal) {
    const [first, ...others] = removal.titles;
    if (removal.articles === 1) return `“${first}”`;
    const named = [first, ...others].map((title) => `“${title}”`).join(", ");
    return removal.articles > removal.titles.length ? words("{titles} and {others}", { titles: named, others: many(removal.articles - removal.titles.length, "other") }) : named;
  }

  function dayOf(time) {
    return new Date(time).toLocaleString(language === "en" ? "en-GB" : language, { dateStyle: "medium", timeStyle: "short" });
  }

  // Right after removing

  function offerBringingBack(removal) {
    const told = removal.articles === 1
      ? words("{title} was removed.", { title: nameOf(removal) })
      : words("{articles} were removed.", { articles: many(removal.articles) });
    offerUndo(told, removal.id, (progress) => bringBack(removal, progress));
  }

  // Returns what to say when all of it is back.
  async function bringBack(removal, progress) {
    const found = { restored: 0, there: 0, lost: 0 };
    for (let left = 1; left; ) {
      const back = await patiently(() => call("POST", `api/removals/${removal.id}/restore`, {}));
      for (const name of Object.keys(found)) found[name] += back[name].length;
      ({ left } = back);
      if (left) progress(words("{number} of {total} are back", { number: number(found.restored), total: number(removal.articles) }));
    }
    const parts = [
      words("{articles} brought back", { articles: many(found.restored) }),
      found.there && words("{number} in the index already", { number: number(found.there) }),
      found.lost && words("{number} could not be read any more", { number: number(found.lost) }),
    ];
    return parts.filter(Boolean).join(", ");
  }

  // The list of removals

  function row(removal) {
    const element = copyOf("removal-template");
    const name = nameOf(removal);
    element.querySelector(".removal-titles").textContent = name;
    const facts = element.querySelector(".source-facts");
    facts.append(factOf(words("{day} by {editor}", { day: dayOf(removal.at), editor: removal.by })), " ", factOf(words("until {day}", { day: dayOf(removal.expires) })));
    const back = element.querySelector(".bring-back");
    const erase = element.querySelector(".erase");
    back.setAttribute("aria-label", words("Bring back {name}", { name }));
    erase.setAttribute("aria-label", words("Erase now: {name}", { name }));
    back.addEventListener("click", () => act(element, async () => {
      const told = await bringBack(removal, announce);
      forgetUndo(removal.id);
      return told;
    }));
    erase.addEventListener("click", () => {
      if (erase.dataset.sure) {
        act(element, async () => {
          await call("DELETE", `api/removals/${removal.id}`);
          forgetUndo(removal.id);
          return words("{name} erased for good", { name });
        });
        return;
      }
      erase.dataset.sure = "yes";
      erase.textContent = words("Erase for good?");
      erase.setAttribute("aria-label", words("Erase for good? {name}", { name }));
      erase.classList.add("sure");
      announce(words("Press again to erase it for good"));
      erase.addEventListener("blur", () => calm(erase, name), { once: true });
    });
    return element;
  }

  function calm(erase, name) {
    delete erase.dataset.sure;
    erase.textContent = words("Erase now");
    erase.setAttribute("aria-label", words("Erase now: {name}", { name }));
    erase.classList.remove("sure");
  }

  async function act(element, work) {
    element.inert = true;
    say(byId("removed-trouble"), "");
    try {
      announce(await work());
    } catch (problem) {
      say(byId("removed-trouble"), problem.message);
    }
    element.inert = false;
    changed();
    byId("search").focus({ preventScroll: true });
  }

  async function refresh() {
    try {
      const { removals } = await call("GET", "api/removals");
      byId("removed").hidden = !removals.length;
      byId("removals").replaceChildren(...removals.map(row));
    } catch {
      // It is asked for again after the next change.
    }
  }

  whenChanged(refresh);
  refresh();

  Object.assign(manage, { offerBringingBack });
})();

// The articles page: filters with how many articles each would leave, what is missing or doubtful,
// and what is on. Numbers change where they stand; nothing moves while one filters.
"use strict";

(() => {
  const { byId, call, copyOf, FACETS, lacking, language, number, query, toggle, want, whenChanged, whenWanted, wish, words } = manage;
  const NAMES = { author: words("Author"), publication: words("Publication"), category: words("Category"), year: words("Year"), lang: words("Language"), collection: words("Collection") };
  const MISSING = {
    title: "No title", author: "No author", date: "No date", publication: "No publication", url: "No address",
    lang: "No language", text: "No text",
  };
  const DOUBTFUL = {
    title: "Doubtful title", author: "Doubtful author", date: "Doubtful date", publication: "Doubtful publication",
    url: "Doubtful address", lang: "Doubtful language", categories: "Doubtful categories", text: "Doubtful text",
  };
  const PAUSE = 200; // milliseconds without a key before values are looked up
  const SHOWN = 8; // values of a facet; where there are as many, others can be looked up

  const languages = new Intl.DisplayNames([language], { type: "language", fallback: "code" });
  const groups = {};
  let latest = 0;

  function nameOf(facet, value) {
    if (!value) return lacking(facet === "year" ? "date" : facet);
    if (facet !== "lang") return value;
    try {
      return languages.of(value);
    } catch {
      return value;
    }
  }

  function gapName(gap) {
    const [kind, field] = gap.split(":");
    if (kind === "look") return words("Needs a look");
    return words((kind === "missing" ? MISSING : DOUBTFUL)[field] ?? gap);
  }

  // Filters

  function makeGroups() {
    for (const facet of FACETS) {
      const element = copyOf("facet-template");
      const find = element.querySelector(".find");
      element.hidden = true; // until there are values
      element.querySelector("legend").textContent = NAMES[facet];
      find.querySelector("span").textContent = words("Find: {facet}", { facet: NAMES[facet] });
      find.querySelector("input").placeholder = words("Find another");
      let typing = null;
      find.querySelector("input").addEventListener("input", () => {
        clearTimeout(typing);
        typing = setTimeout(() => lookUp(facet), PAUSE);
      });
      groups[facet] = { element, height: 0, shown: new Map(), values: element.querySelector(".values"), found: element.querySelector(".found"), find };
      byId("facet-groups").append(element);
    }
  }

  function valueOf(facet, value, many) {
    const element = copyOf("value-template");
    const box = element.querySelector("input");
    element.querySelector(".value").textContent = nameOf(facet, value);
    box.checked = wish.chosen[facet].has(value);
    box.addEventListener("change", () => want(() => toggle(wish.chosen[facet], value)));
    count(element, many);
    return element;
  }

  function count(element, many) {
    element.querySelector(".many").textContent = number(many);
    element.classList.toggle("none", !many);
  }

  function showValues(facet, values) {
    const group = groups[facet];
    if (!values.length && group.shown.size) { // nothing is found: what could be chosen stays in its place
      for (const element of group.shown.values()) count(element, 0);
      return;
    }
    const same = values.length === group.shown.size && values.every(([value]) => group.shown.has(value));
    if (same) {
      for (const [value, many] of values) {
        count(group.shown.get(value), many);
        group.shown.get(value).querySelector("input").checked = wish.chosen[facet].has(value);
      }
      return;
    }
    group.shown = new Map(values.map(([value, many]) => [value, valueOf(facet, value, many)]));
    group.values.replaceChildren(...group.shown.values());
    group.find.hidden = values.length < SHOWN;
    group.element.hidden = !values.length;
    // Where another search has fewer values, what stands below does not move up.
    const height = Math.max(group.height, group.values.offsetHeight);
    if (height) group.values.style.minHeight = `${height}px`;
    group.height = height;
  }

  async function lookUp(facet) {
    const { find, found, shown } = groups[facet];
    const beginning = find.querySelector("input").value.trim();
    if (!beginning) {
      found.replaceChildren();
      return;
    }
    const { values } = await call("GET", `manage/values?${query({ facet, beginning })}`);
    if (find.querySelector("input").value.trim() !== beginning) return;
    const others = values.filter(([value]) => !shown.has(value)).slice(0, SHOWN);
    found.replaceChildren(...others.map(([value, many]) => valueOf(facet, value, many)));
    if (!others.length) {
      const nothing = document.createElement("li");
      nothing.className = "hint";
      nothing.textContent = words(values.length ? "It is among those above." : "None.");
      found.append(nothing);
    }
  }

  // What is missing or doubtful

  const gapButtons = new Map();

  function showGaps(gaps) {
    for (const [gap, many] of Object.entries(gaps).sort(([one], [other]) => (other === "look") - (one === "look"))) {
      if (!gapButtons.has(gap)) {
        if (!many && !wish.gaps.has(gap)) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "gap";
        button.append(gapName(gap), " ", Object.assign(document.createElement("span"), { className: "many" }));
        button.addEventListener("click", () => want(() => toggle(wish.gaps, gap)));
        gapButtons.set(gap, button);
        byId("gaps").append(button);
      }
      const button = gapButtons.get(gap);
      button.setAttribute("aria-pressed", String(wish.gaps.has(gap)));
      count(button, many);
    }
    byId("gaps").hidden = !gapButtons.size;
  }

  // What is on

  function chip(name, off) {
    const element = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.setAttribute("aria-label", words("Take off {name}", { name }));
    const shown = Object.assign(document.createElement("span"), { textContent: name, dir: "auto" });
    const cross = Object.assign(document.createElement("span"), { textContent: "×", ariaHidden: "true" });
    button.append(shown, cross);
    button.addEventListener("click", () => {
      want(off);
      byId("search").focus();
    });
    element.append(button);
    return element;
  }

  function showChips() {
    const on = FACETS.flatMap((facet) => [...wish.chosen[facet]].map((value) => chip(nameOf(facet, value), () => wish.chosen[facet].delete(value))));
    byId("chips").replaceChildren(...on);
  }

  async function refresh() {
    const mine = ++latest;
    showChips();
    try {
      const { facets, gaps } = await call("GET", `manage/counts?${query()}`);
      if (mine !== latest) return;
      for (const facet of FACETS) showValues(facet, facets[facet] || []);
      showGaps(gaps);
    } catch {
      // The list says what is wrong; its filters stay as they are.
    }
  }

  makeGroups();
  if (matchMedia("(max-width: 60rem)").matches) byId("facets").open = false;
  whenWanted(({ narrows }) => narrows && refresh());
  whenChanged(refresh);
  refresh();
})();

// A field in which names of authors, publications or collections are chosen: a combobox over a list.
// Only names that exist get into force; another is refused with those nearest to it.
import { addName, chosenFilters, onFilters, removeFilter, setText } from "./filters.js";
import { button, foreign, make } from "./nodes.js";
import { fill, words } from "./words.js";

const PAUSE = 120; // milliseconds after the last letter
const LISTS = { author: "authors", publication: "sources", collection: "collections" };
const WORDS = { author: "author", publication: "source" }; // of a collection, the whole name
const NOBODY = { author: words.noAuthor, publication: words.noPublication, collection: words.noCollection };

export function startNameBox(field) {
  const of = field.dataset.names;
  const input = field.querySelector("input");
  const list = field.querySelector("[role=listbox]");
  const refused = field.querySelector(".refused");
  let active = -1;
  let wanted = 0;
  let timer = 0;
  let taking = Promise.resolve(true);

  const options = () => [...list.querySelectorAll("[data-name]")];
  const chosen = () => chosenFilters()[LISTS[of]] || [];

  async function lookUp(text) {
    const query = new URLSearchParams({ of, text });
    const response = await fetch(`chat/names?${query}`, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  }

  async function show() {
    clearTimeout(timer); // else it would show the same again, and nothing chosen in it
    const ticket = ++wanted;
    const found = await lookUp(input.value.trim()).catch(() => null);
    if (ticket !== wanted || !found || document.activeElement !== input) return;
    const rows = found.names.map(({ name, articles }, at) => option(name, articles, at));
    const more = found.total - found.names.length;
    if (more > 0) {
      const rest = make("li", { className: "names-more" }, fill(words.moreNames, { number: more }));
      rest.setAttribute("role", "option");
      rest.setAttribute("aria-disabled", "true");
      rows.push(rest);
    }
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    activate(-1);
  }

  function option(name, articles, at) {
    const row = foreign("li", "", name);
    row.id = `${list.id}-${at}`;
    row.dataset.name = name;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(chosen().includes(name)));
    row.append(make("span", { className: "names-count" }, ` ${articles}`));
    return row;
  }

  function activate(at) {
    const all = options();
    all[active]?.classList.remove("active");
    active = at < -1 ? all.length - 1 : Math.min(at, all.length - 1);
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      all[active].classList.add("active");
      all[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[active].id);
    }
  }

  function close() {
    wanted += 1;
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function toggle(name) {
    const typed = input.value.trim();
    input.value = "";
    accept();
    if (chosen().includes(name)) removeFilter(LISTS[of], name);
    else addName(LISTS[of], name);
    if (typed) close();
  }

  function accept() {
    input.removeAttribute("aria-invalid");
    refused.replaceChildren();
  }

  function refuse(text, nearest) {
    const near = nearest.map((name) => {
      const one = button("near-name", "", () => {
        input.value = "";
        accept();
        addName(LISTS[of], name);
        input.focus();
      });
      one.append(make("bdi", { lang: "" }, name));
      return one;
    });
    input.setAttribute("aria-invalid", "true");
    refused.replaceChildren(fill(NOBODY[of], { name: text }), ...(near.length ? [` ${words.nearestAre} `, ...near] : []));
  }

  // What is typed comes into force: a name where it is one, else as words of several names.
  async function take() {
    const text = input.value.trim();
    if (!text) {
      accept();
      return true;
    }
    let found;
    try {
      found = await lookUp(text);
    } catch {
      return false;
    }
    if (input.value.trim() !== text) return true; // taken already, or typed on
    const same = found.names.find(({ name }) => name.toLowerCase() === text.toLowerCase());
    const only = found.total === 1 ? found.names[0] : same;
    if (!found.total || !(only || WORDS[of])) {
      refuse(text, found.total ? found.names.slice(0, 3).map(({ name }) => name) : found.nearest);
      return false;
    }
    input.value = "";
    accept();
    if (only && !chosen().includes(only.name)) addName(LISTS[of], only.name);
    else if (!only) setText(WORDS[of], text);
    return true;
  }

  input.addEventListener("input", () => {
    accept();
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  input.addEventListener("click", show);
  input.addEventListener("blur", () => {
    close();
    taking = take();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) show();
      else activate(active + step >= options().length ? -1 : active + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active >= 0) toggle(options()[active].dataset.name);
      else {
        close();
        taking = take();
      }
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field stays focused
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-name]");
    if (row) toggle(row.dataset.name);
  });
  onFilters(() => {
    for (const row of options()) row.setAttribute("aria-selected", String(chosen().includes(row.dataset.name)));
  });

  // Whether what is typed could be taken, once that is known.
  return {
    settled: async () => {
      await taking;
      if (!input.value.trim() || (await take())) return true;
      input.focus();
      return false;
    },
    reset: () => {
      input.value = "";
      accept();
      close();
    },
  };
}

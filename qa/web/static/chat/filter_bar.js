// The filters on the page: fields to fill in, a chip for each in force, and what they leave.
import { askInPlace, openConversation } from "./conversation.js";
import * as filters from "./filters.js";
import { startNameBox } from "./name_box.js";
import { button, make } from "./nodes.js";
import { fill, words } from "./words.js";

const LABELS = {
  author: words.author, authors: words.author, source: words.publication,
  sources: words.publication, collections: words.collection, after: words.after, before: words.before,
};
const ORDER = ["collections", "author", "authors", "source", "sources", "after", "before"];
const PAUSE = 600; // milliseconds: a year is typed digit by digit
const byId = (id) => document.getElementById(id);
const spoken = document.documentElement.lang;
// As the visitor's own country writes the page's language.
const locale = navigator.languages.find((one) => one.split("-")[0] === spoken) || spoken || undefined;
const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
let boxes = [];
let wanted = 0;

export function startFilters() {
  boxes = [...document.querySelectorAll("#filter-fields [data-names]")].map(startNameBox);
  for (const input of days()) startDay(input);
  byId("filter-open").addEventListener("click", () => showFields(byId("filter-fields").hidden));
  byId("filter-clear").addEventListener("click", () => {
    clear();
    byId("filter-open").focus();
  });
  byId("filter-pin").addEventListener("click", () => filters.pin(!filters.isPinned()));
  byId("filter-fields").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    showFields(false);
    byId("filter-open").focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("#fresh") && !filters.isPinned()) clear();
    const all = target.closest("[data-ask-all]");
    if (all) askAll(Number(all.closest("[data-turn]").dataset.turn));
  });
  filters.onFilters(show);
  filters.recallFilters();
}

// Whether all that is typed is in force; a field with a name that nobody has gets the focus.
export async function settled() {
  for (const box of boxes) {
    if (!(await box.settled())) return false;
  }
  const fit = days().every((input) => takeDay(input) || (input.focus(), false));
  if (fit) showFields(false); // the answer needs the room; the chips stay
  return fit;
}

function clear() {
  for (const box of boxes) box.reset();
  for (const input of days()) input.value = "";
  byId("refused-days").replaceChildren();
  filters.pin(false);
  filters.setFilters({});
}

function askAll(number) {
  askInPlace(number, openConversation().exchanges[number - 1].question, {});
}

function showFields(open) {
  byId("filter-fields").hidden = !open;
  byId("filter-open").setAttribute("aria-expanded", String(open));
  if (!open) return;
  count();
  document.querySelector("#filter-fields input").focus();
}

const days = () => [...document.querySelectorAll("#filter-fields [data-day]")];

function startDay(input) {
  let timer = 0;
  input.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(takeDay, PAUSE, input);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    takeDay(input);
  });
}

// A day that no article can have is refused, and is not in force.
function takeDay(input) {
  const name = input.dataset.day;
  const others = { ...filters.chosenFilters(), [name]: input.value };
  const crossed = others.after && others.before && others.after > others.before;
  const { badInput, rangeOverflow, rangeUnderflow } = input.validity;
  const outside = rangeUnderflow || rangeOverflow;
  const limits = { first: shownDay(input.min), last: shownDay(input.max) };
  let said = "";
  if (badInput) said = words.noDay;
  else if (outside) said = fill(words.daysBetween, limits);
  else if (crossed) said = words.daysCrossed;
  input.toggleAttribute("aria-invalid", Boolean(said));
  byId("refused-days").textContent = said;
  const value = said ? "" : input.value;
  if (value !== (filters.chosenFilters()[name] || "")) filters.setText(name, value);
  const other = days().find((one) => one !== input && one.matches("[aria-invalid]"));
  if (!said && other) takeDay(other); // it may fit now
  return !said;
}

function shownDay(iso) {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : date.format(at);
}

function show() {
  const chosen = filters.chosenFilters();
  const all = ORDER.flatMap((name) => [chosen[name] || []].flat().map((value) => ({ name, value })));
  byId("chips").replaceChildren(...all.map(chip));
  byId("chips").hidden = !all.length;
  for (const tool of [byId("filter-pin"), byId("filter-clear")]) tool.hidden = !all.length;
  byId("filter-pin").setAttribute("aria-pressed", String(filters.isPinned()));
  for (const input of days()) {
    if (document.activeElement !== input && !input.matches("[aria-invalid]")) input.value = chosen[input.dataset.day] || "";
  }
  count();
}

function chip({ name, value }, at) {
  const isDay = name === "after" || name === "before";
  const isWords = name === "author" || name === "source";
  const text = isDay ? shownDay(value) : isWords ? fill(words.withWords, { text: value }) : value;
  const item = make("li", { className: "chip" },
    make("span", { className: "chip-label" }, `${LABELS[name]} `), make("bdi", { lang: "" }, text));
  item.dataset.value = value;
  const cross = button("chip-remove", "×", () => {
    filters.removeFilter(name, value);
    const left = byId("chips").querySelectorAll("button");
    (left[Math.min(at, left.length - 1)] || byId("filter-open")).focus();
  });
  cross.setAttribute("aria-label", fill(words.removeFilter, { filter: `${LABELS[name]} ${text}` }));
  item.append(cross);
  return item;
}

// How many articles the filters leave, and between which days any lie.
async function count() {
  const ticket = ++wanted;
  const chosen = filters.chosenFilters();
  const scope = byId("scope");
  const filtered = Object.keys(chosen).length > 0;
  if (!filtered) scope.textContent = "";
  if (!filtered && byId("filter-fields").hidden) return;
  const response = await fetch("chat/scope", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(chosen),
  }).catch(() => null);
  const left = response?.ok ? await response.json() : null;
  if (ticket !== wanted || !left) return;
  for (const input of days()) {
    input.min = left.first || "";
    input.max = left.last || "";
  }
  // Nothing to choose from where there is one.
  document.querySelector("[data-names=collection]").hidden = left.collections < 2 && !chosen.collections;
  scope.classList.toggle("nothing", filtered && !left.articles);
  if (filtered) {
    const values = { number: left.articles.toLocaleString("en"), total: left.total.toLocaleString("en") };
    scope.textContent = left.articles ? fill(words.scopeOf, values) : words.scopeNone;
  }
  for (const item of byId("chips").children) {
    item.classList.toggle("unknown", left.unknown.includes(item.dataset.value));
  }
}

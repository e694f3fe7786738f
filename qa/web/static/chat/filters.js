// The filters in force: names and words of authors and publications, collections, and days. Kept for this tab.
import { forget, recall, remember } from "./tab.js";

const TEXTS = ["author", "source", "after", "before"];
const LISTS = ["authors", "sources", "collections"];
const LONGEST = 500;
const MOST = 100;
const listeners = new Set();
let inForce = {};
let pinned = false;

export const onFilters = (listener) => listeners.add(listener);
export const isPinned = () => pinned;

// Only what is given: { author: "ada", sources: ["The Quay"], after: "2024-05-06" }.
export const chosenFilters = () => structuredClone(inForce);

// From anywhere, an address or what was kept: nothing but filters gets in.
export function cleanFilters(given) {
  const clean = {};
  for (const name of TEXTS) {
    const text = typeof given?.[name] === "string" ? given[name].trim().slice(0, LONGEST) : "";
    if (text) clean[name] = text;
  }
  for (const name of LISTS) {
    const list = Array.isArray(given?.[name]) ? given[name] : [];
    const names = list.filter((one) => typeof one === "string" && one.trim() && one.length <= LONGEST);
    if (names.length) clean[name] = [...new Set(names)].slice(0, MOST);
  }
  return clean;
}

export function setFilters(given) {
  inForce = cleanFilters(given);
  changed();
}

export function setText(name, text) {
  setFilters({ ...inForce, [name]: text });
}

export function addName(list, name) {
  setFilters({ ...inForce, [list]: [...(inForce[list] || []), name] });
}

export function removeFilter(name, value) {
  const rest = LISTS.includes(name) ? inForce[name].filter((one) => one !== value) : "";
  setFilters({ ...inForce, [name]: rest });
}

export function pin(on) {
  pinned = on;
  changed();
}

function changed() {
  if (Object.keys(inForce).length || pinned) remember("filters", JSON.stringify({ inForce, pinned }));
  else forget("filters");
  for (const listener of listeners) listener();
}

export function recallFilters() {
  try {
    const kept = JSON.parse(recall("filters"));
    pinned = kept?.pinned === true;
    inForce = cleanFilters(kept?.inForce);
  } catch {
    inForce = {};
  }
  changed();
}

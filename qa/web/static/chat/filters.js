// The filters as they are typed.
import { words } from "./words.js";

const BOXES = { author: "author", source: "publication", after: "after", before: "before" };

export function chosenFilters() {
  const chosen = {};
  for (const [name, box] of Object.entries(BOXES)) {
    const field = document.querySelector(`#filter-${box} :is(input, textarea)`);
    const value = field ? field.value.trim() : "";
    if (value && value !== words.any) chosen[name] = value;
  }
  return chosen;
}

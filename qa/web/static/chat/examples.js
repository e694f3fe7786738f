// Questions to begin with; the server tries them first, which may take a while.
import { make } from "./nodes.js";
import { words } from "./words.js";

const SORTS = {
  fact: words.exampleFact,
  "who-said": words.exampleWhoSaid,
  why: words.exampleWhy,
  compare: words.exampleCompare,
  topic: words.exampleTopic,
};
const PAUSE = 2000; // milliseconds
const TRIES = 60;

export function startExamples(box) {
  showExamples(box, TRIES);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#fresh")) showExamples(box, 1);
  });
}

async function showExamples(box, tries) {
  const response = await fetch("chat/examples", { credentials: "same-origin" }).catch(() => null);
  const offered = response?.ok ? await response.json() : { examples: [], ready: false };
  if (offered.ready) {
    box.querySelector(".example-list")?.remove();
    if (offered.examples.length) box.append(listOf(offered.examples));
  } else if (tries > 1) setTimeout(showExamples, PAUSE, box, tries - 1);
}

function listOf(examples) {
  const list = make("ul", { className: "example-list" }, ...examples.map(({ question, sort }, at) => {
    const asked = make("button", { type: "button", className: "example", dir: "auto", lang: "" }, question);
    if (!SORTS[sort]) return make("li", {}, asked);
    const kind = make("span", { className: "example-kind", id: `example-kind-${at}` }, SORTS[sort]);
    asked.setAttribute("aria-describedby", kind.id);
    return make("li", {}, kind, asked);
  }));
  list.setAttribute("aria-label", words.examples);
  return list;
}

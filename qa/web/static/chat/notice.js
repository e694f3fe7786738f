// Says above the question box when a conversation could not be kept.
import { openConversation } from "./conversation.js";
import { onKeeping } from "./keeping.js";
import { make } from "./nodes.js";
import { words } from "./words.js";

export function startNotice(composer) {
  const sentences = { full: words.storageFull, off: words.keptNowhere, away: words.notKeptYet };
  const note = make("p", { className: "keeping-note", hidden: true });
  note.setAttribute("role", "status");
  composer.before(note);
  onKeeping((state) => {
    const said = openConversation().exchanges.length ? sentences[state] || "" : "";
    if (note.textContent !== said) note.textContent = said;
    note.hidden = !said;
  });
}

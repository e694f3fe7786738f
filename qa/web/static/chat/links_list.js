// The list of the links that somebody made, each to be copied again or taken back.
import { listLinks, takeBack } from "./made_links.js";
import { button, foreign, make } from "./nodes.js";
import { write } from "./sharing.js";
import { fill, words } from "./words.js";

const day = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "medium" });
const rows = make("ul", { className: "kept made-links" });
const note = make("p", { className: "made-note" });
const dialog = make("dialog", { id: "made-links", className: "drawer" });

export function startLinksList() {
  const title = make("h2", { id: "made-links-title" }, words.linksMade);
  note.setAttribute("role", "status");
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    make("header", {}, title, button("drawer-close", words.close, () => dialog.close())),
    note, rows, make("p", { className: "made-where" }, words.linksWhere),
  );
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside it
}

export async function openLinks() {
  note.replaceChildren();
  dialog.showModal();
  await show();
}

async function show() {
  try {
    const links = await listLinks();
    const empty = make("li", { className: "kept-none" }, words.noLinks);
    rows.replaceChildren(...(links.length ? links.map(row) : [empty]));
  } catch {
    note.replaceChildren(words.offline);
  }
}

const asDay = (seconds) => day.format(new Date(seconds * 1000));

function row(link) {
  const isOver = link.expires && link.expires * 1000 < Date.now();
  const state = link.taken_back ? words.linkTakenBack
    : isOver ? words.linkOver
    : link.expires ? fill(words.keptUntil, { day: asDay(link.expires) }) : "";
  const facts = [asDay(link.made), state].filter(Boolean).join(" · ");
  const name = make("div", { className: "made-link" }, foreign("span", "kept-title", link.title || "…"),
    make("span", { className: "kept-facts" }, facts));
  const item = make("li", {}, name);
  if (link.taken_back || isOver) return item;
  const tools = [button("", words.copyIt, () => copy(link, item)), button("", words.takeLinkBack, () => take(link))];
  for (const tool of tools) tool.setAttribute("aria-label", `${tool.textContent}: ${link.title}`);
  item.append(make("div", { className: "made-link-tools" }, ...tools));
  return item;
}

async function copy(link, item) {
  const copied = await write(new URL(link.address, document.baseURI).href, item);
  note.replaceChildren(copied ? words.linkCopied : words.linkToCopy);
}

async function take(link) {
  const done = await takeBack(link).then(() => true, () => false);
  note.replaceChildren(done ? words.nowTakenBack : words.notTakenBack);
  await show();
  dialog.querySelector(".drawer-close").focus();
}

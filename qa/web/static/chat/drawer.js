// The conversations that are kept: listed, searched, opened, renamed, saved as files, deleted.
import { begin, open, openConversation } from "./conversation.js";
import { namedAs } from "./exchanges.js";
import { FORMATS, saveAs } from "./export.js";
import { openLinks, startLinksList } from "./links_list.js";
import { bringBack, keep, list, onKeeping, read, remove, search, store } from "./keeping.js";
import { button, foreign, make } from "./nodes.js";
import { shareConversation } from "./sharing.js";
import { fill, words } from "./words.js";

const PLACES = { browser: words.keptInBrowser, account: words.keptOnServer };
const day = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "medium" });
const rows = make("ul", { className: "kept" });
const note = make("p", { className: "kept-note" });
const field = make("input", { type: "search", className: "kept-search", autocomplete: "off" });
const dialog = make("dialog", { id: "conversations", className: "drawer" });
let wanted = 0;

export function startDrawer() {
  const title = make("h2", { id: "conversations-title" }, words.conversations);
  const where = store ? PLACES[store.place] : words.keptNowhere;
  field.setAttribute("aria-label", words.searchConversations);
  field.placeholder = words.searchConversations;
  note.setAttribute("role", "status");
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    make("header", {}, title, button("drawer-links", words.linksMade, openLinks), button("drawer-close", words.close, () => dialog.close())),
    field, note, rows, make("p", { className: "kept-where" }, where),
  );
  document.body.append(dialog);
  field.addEventListener("input", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-conversations]")) openDrawer();
    else if (event.target === dialog) dialog.close(); // beside it
    for (const menu of rows.querySelectorAll("details[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  startLinksList();
  onKeeping(() => dialog.open && show());
}

// What is open is ahead of what is kept.
const whole = (id) => (id === openConversation().id ? openConversation() : read(id));

function openDrawer() {
  note.replaceChildren();
  dialog.showModal();
  show();
}

async function show() {
  const ticket = ++wanted;
  const text = field.value.trim();
  let all, fitting;
  try {
    all = await list();
    fitting = text ? await search(text, all) : null;
  } catch {
    note.replaceChildren(words.offline);
    return;
  }
  if (ticket !== wanted) return;
  const shown = fitting ? all.filter((one) => fitting.has(one.id)) : all;
  const empty = make("li", { className: "kept-none" }, text ? words.noneWithWords : words.noConversations);
  rows.replaceChildren(...(shown.length ? shown.map(row) : [empty]));
}

function row(head) {
  const name = foreign("span", "kept-title", head.title || "…");
  const facts = `${day.format(head.changed)} · ${fill(words.questionCount, { number: head.count })}`;
  const opener = button("kept-open", "", async () => {
    if (await open(head.id)) dialog.close();
    else note.replaceChildren(words.notOpenedConversation);
  });
  opener.append(name, make("span", { className: "kept-facts" }, facts));
  if (head.id === openConversation().id) opener.setAttribute("aria-current", "true");
  const item = make("li", {}, opener);
  item.append(menuOf(head, item));
  return item;
}

// Made when it is opened: there may be hundreds of rows.
function menuOf(head, item) {
  const summary = make("summary", {}, "⋯");
  summary.setAttribute("aria-label", fill(words.actionsFor, { title: head.title }));
  const menu = make("details", { className: "kept-menu" }, summary);
  summary.addEventListener("click", () => {
    if (menu.children.length > 1) return;
    const save = (format) => button("", fill(words.saveAs, { format }), async () => {
      const saved = await whole(head.id);
      menu.open = false;
      if (saved) note.replaceChildren(await saveAs(format, saved));
    });
    menu.append(make("div", { className: "kept-actions" },
      button("", words.rename, () => rename(head, item)),
      ...Object.keys(FORMATS).map(save),
      button("", words.shareConversation, () => share(head, menu)),
      button("", words.print, () => printWhole(head)),
      button("kept-delete", words.delete, () => deleteIt(head, item))));
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    event.stopPropagation();
    menu.open = false;
    summary.focus();
  });
  return menu;
}

function rename(head, item) {
  const name = make("input", { value: head.title, maxLength: 300, dir: "auto" });
  name.setAttribute("aria-label", words.newName);
  const form = make("form", { className: "kept-rename" }, name,
    make("button", { type: "submit" }, words.save), button("", words.cancel, show));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const title = name.value.trim();
    const called = title && (await whole(head.id));
    if (called) await keep(namedAs(called, title));
    await show();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    show();
  });
  item.replaceChildren(form);
  name.select();
}

async function share(head, menu) {
  const shared = await whole(head.id);
  menu.open = false;
  if (shared) note.replaceChildren(await shareConversation(shared, note.parentElement));
}

async function printWhole(head) {
  if (!(await open(head.id))) return;
  dialog.close();
  window.print();
}

async function deleteIt(head, item) {
  const kept = await whole(head.id);
  const next = item.nextElementSibling || item.previousElementSibling;
  const deleted = await remove(head.id).then(() => true, () => false);
  if (!deleted) {
    note.replaceChildren(words.notKeptYet);
    return;
  }
  const wasOpen = head.id === openConversation().id;
  if (wasOpen) begin();
  const undo = button("kept-undo", words.undo, async () => {
    note.replaceChildren();
    await bringBack(kept);
    if (wasOpen) await open(kept.id);
    await show();
    field.focus();
  });
  note.replaceChildren(fill(words.deletedIt, { title: head.title }), " ", ...(kept ? [undo] : []));
  await show();
  if (kept) undo.focus();
  else (next?.querySelector("button") || field).focus();
}

// The chat: waits for Gradio to make its page, then starts the parts.
import { followAddress } from "./address.js";
import { startComposer } from "./composer.js";
import { ask, begin, followOtherTabs, resume } from "./conversation.js";
import { startDrawer } from "./drawer.js";
import { startEarlier } from "./earlier.js";
import { startExamples } from "./examples.js";
import { settled, startFilters } from "./filter_bar.js";
import { startKeys } from "./keys.js";
import { make } from "./nodes.js";
import { startNotice } from "./notice.js";
import { recall } from "./tab.js";
import { startTurns } from "./turns.js";
import { startTurnTools } from "./turn_tools.js";
import "./panel.js";
import "./saving.js";
import "./sharing.js";
import "./verdicts.js";

const byId = (id) => document.getElementById(id);

async function start(turns) {
  const box = make("div", { id: "exchanges" });
  turns.append(box);
  startTurns(box);
  const announcement = make("div", { id: "announcement", className: "sr-only" });
  announcement.setAttribute("role", "status");
  document.body.append(announcement);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#fresh")) begin();
  });
  if (recall("open")) document.documentElement.dataset.resuming = "";
  const resumed = resume();
  // What is asked before that is asked in the conversation that comes back.
  startFilters();
  startComposer(async (text) => {
    await resumed;
    return (await settled()) && ask(text);
  });
  startEarlier();
  startExamples(byId("examples"));
  startKeys();
  startTurnTools();
  startDrawer();
  startNotice(byId("composer"));
  followOtherTabs();
  await resumed;
  await followAddress();
  delete document.documentElement.dataset.resuming;
  document.documentElement.dataset.chat = "ready";
}

function started() {
  const turns = byId("turns");
  if (!turns || !byId("article-scroll") || !byId("filter-fields") || !byId("examples")) return false;
  if (!document.querySelector("#question textarea")) return false;
  start(turns);
  return true;
}

if (!started()) {
  const waiting = new MutationObserver(() => started() && waiting.disconnect());
  waiting.observe(document.documentElement, { childList: true, subtree: true });
}

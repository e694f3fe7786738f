// One question on its way to the server and its answer back, stage by stage.
// A connection that is lost, or a server that is being started again, is waited for.
import { fill, words } from "./words.js";

const TRIES = 40;
const LONGEST_PAUSE = 10; // seconds

// Resolves to { html, kept }; `onStage` is given the HTML of each stage, or text.
export async function answerTo(asked, { signal, onStage }) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await askOnce(asked, signal, onStage);
    } catch (error) {
      if (signal.aborted || error.said || error.leaving) throw error;
      if (tried >= TRIES) throw failure(words.unreachable);
      const seconds = error.seconds || Math.min(LONGEST_PAUSE, tried);
      onStage({ text: error.seconds ? fill(words.comingAgain, { seconds }) : words.connectionLost });
      await pause(seconds, signal);
    }
  }
}

async function askOnce(asked, signal, onStage) {
  const response = await fetch("chat/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
    signal,
  });
  if (!response.ok) throw problemOf(await response.json().catch(() => ({ status: response.status })));
  for await (const { name, data } of events(response.body)) {
    if (name === "answer") return data;
    if (name === "problem") throw problemOf(data);
    if (data.html) onStage({ html: data.html });
  }
  throw new Error("the stream ended before the answer");
}

// Too many are asking, or the server is not up yet: it says when to come again, or nothing.
function problemOf({ status, detail, retry_after: seconds }) {
  if (status === 401) return Object.assign(new Error("signed out"), { leaving: true });
  if ([429, 502, 503, 504].includes(status) && (seconds || !detail)) {
    return Object.assign(new Error(detail), { seconds: Math.min(seconds || 2, 30) });
  }
  return failure(detail || words.failed);
}

function failure(sentence) {
  return Object.assign(new Error(sentence), { said: sentence });
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block);
      const data = /^data: (.*)$/m.exec(block);
      if (name && data) yield { name: name[1], data: JSON.parse(data[1]) };
    }
  }
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    window.addEventListener("online", resolve, { once: true });
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

// What was kept, as HTML again: one string an exchange, null where it could not be read.
export async function shownAgain(exchanges) {
  const response = await fetch("chat/exchanges", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ exchanges }),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()).html;
}

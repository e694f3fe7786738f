// The Evaluate page: sends a question set, follows the run, shows its results.
// Results arrive as escaped HTML made by the server; everything else is set as text.
(() => {
  "use strict";

  const MOST = 25_000_000; // bytes; the server reads a little more
  const PAUSE = 700; // milliseconds between looks at a run

  const byId = (id) => document.getElementById(id);
  const words = JSON.parse(byId("page-words").textContent);
  const WAYS = { index: words.shortIndex, texts: words.shortTexts, reading: words.shortReading };
  const OUTCOMES = { running: words.running, finished: words.finished, failed: words.failed, cancelled: words.cancelled };
  let chosen = [];
  let following = null;
  let shown = null;

  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);
  }

  // Files

  function choose(files) {
    chosen = [...files];
    const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
    byId("chosen").textContent = chosen.length
      ? `${chosen.map((file) => file.name).join(", ")} (${size(bytes)})`
      : words.dropHere;
    trouble(bytes > MOST ? tooLarge(bytes) : "");
  }

  function tooLarge(bytes) {
    return fill(words.tooLarge, { size: size(bytes), most: size(MOST) });
  }

  function size(bytes) {
    if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
  }

  async function textOf(file) {
    const bytes = await file.arrayBuffer().catch(() => {
      throw new Error(fill(words.fileChanged, { name: file.name }));
    });
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new Error(fill(words.notUtf8, { name: file.name }));
    }
  }

  async function order() {
    if (!chosen.length) throw new Error(words.chooseFirst);
    const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
    if (bytes > MOST) throw new Error(tooLarge(bytes));
    const files = [];
    for (const file of chosen) {
      files.push({ name: file.webkitRelativePath || file.name, text: await textOf(file) });
    }
    return { files, way: document.querySelector("[name=way]:checked").value };
  }

  // Talking to the server

  async function call(address, body) {
    const options = body === undefined ? {} : {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await fetch(address, { credentials: "same-origin", ...options }).catch(() => null);
    if (!response) throw new Error(words.serverAway);
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new Error(problem.detail || fill(words.serverAnswered, { status: response.status }));
    }
    return response;
  }

  function trouble(message) {
    byId("trouble").textContent = message;
    byId("trouble").hidden = !message;
  }

  async function attempt(work) {
    trouble("");
    const buttons = [byId("start"), byId("check")];
    for (const button of buttons) button.disabled = true;
    try {
      await work();
    } catch (error) {
      trouble(error.message);
    }
    for (const button of buttons) button.disabled = false;
  }

  async function start() {
    const wanted = await order();
    const limit = byId("limit").valueAsNumber;
    const baseline = Number(byId("baseline").value);
    if (limit >= 1) wanted.limit = limit;
    if (baseline) wanted.baseline = baseline;
    byId("checked").hidden = true;
    const run = await (await call("evaluate/runs", wanted)).json();
    follow(run.number);
  }

  async function check() {
    const found = await (await call("evaluate/check", await order())).json();
    const counted = fill(words.counted, {
      questions: found.questions,
      unanswerable: found.unanswerable,
      answers: found.with_answers,
      quotes: found.with_quotes,
    });
    const looked = found.quotes_looked_up ? words.lookedUp : words.notLookedUp;
    byId("checked-text").textContent = `${found.form}. ${counted} ${looked}`;
    byId("checked-verdict").textContent = found.verdict;
    byId("checked").hidden = false;
    showProblems([...found.failed, ...found.warnings], found.failed.length + found.warnings.length);
  }

  // Following a run

  function follow(number) {
    if (following === number) return;
    following = number;
    look();
  }

  async function look() {
    try {
      const runs = await refresh();
      const run = runs.find((one) => one.number === following);
      showRunning(run);
      if (run && run.state === "running") {
        setTimeout(look, PAUSE);
        return;
      }
      following = null;
      if (run) await ended(run);
    } catch (error) {
      trouble(error.message);
      if (following !== null) setTimeout(look, 5 * PAUSE);
    }
  }

  async function refresh() {
    const { runs } = await (await call("evaluate/runs")).json();
    showRuns(runs);
    return runs;
  }

  async function ended(run) {
    byId("announcement").textContent = fill(words.ended, { name: run.name, outcome: OUTCOMES[run.state] });
    showProblems(run.problems, run.problem_count);
    if (run.state === "failed") trouble(run.message);
    if (run.state === "finished") await show(run);
  }

  function showRunning(run) {
    const going = Boolean(run) && run.state === "running";
    byId("running").hidden = !going;
    if (!going) return;
    byId("running-name").textContent = run.name;
    const bar = byId("progress");
    bar.max = run.total;
    if (run.done) bar.value = run.done;
    else bar.removeAttribute("value");
    byId("cancel").dataset.number = run.number;
    byId("progress-text").textContent = run.done
      ? fill(words.progress, { done: run.done, total: run.total, left: left(run) })
      : words.gettingReady;
  }

  function left(run) {
    const seconds = (run.seconds / run.done) * (run.total - run.done);
    if (seconds < 90) return fill(words.secondsLeft, { number: Math.max(1, Math.round(seconds)) });
    return fill(words.minutesLeft, { number: Math.round(seconds / 60) });
  }

  async function cancel(button) {
    button.disabled = true;
    await call(`evaluate/runs/${button.dataset.number}/cancel`, {}).catch((error) => trouble(error.message));
    button.disabled = false;
  }

  // Showing

  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  function showProblems(problems, count) {
    byId("problems").hidden = !problems.length;
    byId("problem-rows").replaceChildren(
      ...problems.map((problem) => {
        const row = document.createElement("tr");
        row.append(
          make("td", problem.row || ""),
          make("td", problem.id || ""),
          make("td", problem.error),
        );
        return row;
      }),
    );
    byId("problems-more").hidden = count <= problems.length;
    byId("problems-more").textContent = fill(words.firstOf, { shown: problems.length, count });
  }

  function showRuns(runs) {
    byId("runs").hidden = !runs.length;
    byId("run-rows").replaceChildren(...runs.map(runRow));
    const finished = runs.filter((run) => run.state === "finished");
    const select = byId("baseline");
    const before = select.value;
    select.replaceChildren(
      make("option", words.nothing, { value: "" }),
      ...finished.map((run) => make("option", fill(words.baselineRun, run), { value: run.number })),
    );
    select.value = finished.some((run) => String(run.number) === before) ? before : "";
    byId("baseline-label").hidden = !finished.length;
  }

  function runRow(run) {
    const row = document.createElement("tr");
    const outcome = run.state === "running" ? `${run.done} / ${run.total}` : OUTCOMES[run.state];
    const right = run.right === null ? "" : `${(100 * run.right).toFixed(1)} %`;
    row.append(
      make("td", `${run.number}. ${run.name}`),
      make("td", WAYS[run.way]),
      make("td", run.message ? `${outcome}: ${run.message}` : outcome),
      make("td", right, { class: "number" }),
      run.state === "finished" ? links(run) : make("td", ""),
    );
    return row;
  }

  function links(run) {
    const cell = make("td", "", { class: "links" });
    const address = `evaluate/runs/${run.number}`;
    const button = make("button", words.show, { type: "button" });
    button.addEventListener("click", () => show(run).catch((error) => trouble(error.message)));
    cell.append(
      button,
      make("a", words.report, { href: `${address}/report.html`, target: "_blank", rel: "noopener" }),
      make("a", words.downloadReport, { href: `${address}/report.html?download=true` }),
      make("a", words.runJson, { href: `${address}/run.json` }),
    );
    return cell;
  }

  async function show(run) {
    const response = await call(`evaluate/runs/${run.number}/results`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const link of page.querySelectorAll("a")) link.target = "_blank";
    const results = byId("results");
    const report = make("div", "", { lang: "en", dir: "ltr" }); // as the file that is downloaded
    report.replaceChildren(...page.body.childNodes);
    results.replaceChildren(report);
    results.hidden = false;
    showProblems(run.problems, run.problem_count);
    if (shown !== run.number) results.focus({ preventScroll: true });
    results.scrollIntoView({ block: "start" });
    shown = run.number;
  }

  // Beginning

  byId("files").addEventListener("change", (event) => choose(event.target.files));
  // The same file can be chosen again, after it was put right.
  byId("files").addEventListener("click", (event) => { event.target.value = ""; });
  byId("order").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(start);
  });
  byId("check").addEventListener("click", () => attempt(check));
  byId("cancel").addEventListener("click", (event) => cancel(event.currentTarget));

  const drop = byId("drop");
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    choose(event.dataTransfer.files);
  });

  refresh().then((runs) => {
    const running = runs.find((run) => run.state === "running");
    if (running) follow(running.number);
  }).catch((error) => trouble(error.message));
})();

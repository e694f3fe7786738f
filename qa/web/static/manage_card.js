// The articles page: the card of a file on its way in: what was understood of it, corrected, saved.
"use strict";

(() => {
  const { announce, byId, call, changed, copyOf, DETAILS, factOf, fieldOf, lacking, many, number, patiently, say, sentence, size, words } = manage;
  const SHOWN = 20; // articles of one file whose fields are shown

  function warning(text) {
    const element = factOf(text);
    element.className = "warning";
    return element;
  }

  class Card {
    // `open`: its fields are shown once it is read. `arranged` is called when its state changes.
    constructor(name, { replaces = null, open = true, arranged }) {
      this.element = copyOf("draft-template");
      this.replaces = replaces;
      this.open = open;
      this.arranged = arranged;
      this.draft = null;
      this.find(".draft-name").textContent = name;
      this.name = name;
      this.find(".discard").addEventListener("click", () => this.discard());
      this.find("form").addEventListener("submit", (event) => {
        event.preventDefault();
        this.saveAlone();
      });
      this.find(".open-card").addEventListener("click", () => this.unfold(!this.open));
      byId("queue").append(this.element);
      this.show("waiting", words("Waits for its turn"));
    }

    find(selector) {
      return this.element.querySelector(selector);
    }

    show(state, message) {
      this.state = state;
      this.element.dataset.state = state;
      this.find(".discard").textContent = words(state === "ready" ? "Discard" : "Dismiss");
      this.find(".discard").hidden = !["ready", "failed", "saved"].includes(state);
      this.find(".discard").setAttribute("aria-label", words(state === "ready" ? "Discard {name}" : "Dismiss {name}", this));
      say(this.find(".state"), message);
      this.find("progress").hidden = !["sending", "reading", "saving"].includes(state);
      if (state !== "sending") this.find("progress").removeAttribute("value");
      if (state !== "ready") this.find(".open-card").hidden = true;
      this.arranged();
    }

    unfold(open) {
      this.open = open;
      this.find("form").hidden = !open;
      this.find(".open-card").textContent = words(open ? "Fold" : "Look");
      this.find(".open-card").setAttribute("aria-expanded", String(open));
      this.find(".open-card").setAttribute("aria-label", words(open ? "Fold {name}" : "Look at {name}", this));
    }

    fail(problem) {
      this.show("failed", "");
      say(this.find(".trouble"), problem.message);
    }

    async take(work) {
      try {
        this.understood(await patiently(() => work(this)));
        if (this.open) announce(words("{name} was read", this));
      } catch (problem) {
        this.fail(problem);
      }
    }

    sent(loaded, total) {
      if (loaded >= total) {
        this.show("reading", words("Being read"));
        return;
      }
      this.show("sending", words("{sent} of {total} sent", { sent: size(loaded), total: size(total) }));
      this.find("progress").max = total;
      this.find("progress").value = loaded;
    }

    understood(draft) {
      this.draft = draft;
      const count = draft.articles.length;
      this.show("ready", count === 1 ? "" : words("{articles} in it", { articles: many(count) }));
      this.tell(draft.articles);
      this.listFailures(draft.failures);
      draft.articles.slice(0, SHOWN).forEach((article) => this.addArticle(article, count));
      if (count > SHOWN) {
        const rest = document.createElement("p");
        rest.className = "hint";
        rest.textContent = words("and {number} more, saved as they were understood", { number: count - SHOWN });
        this.find(".understood").append(rest);
      }
      this.offerReplacing(draft);
      this.find(".open-card").hidden = false;
      this.unfold(this.open);
      this.find("button[type=submit]").textContent = count === 1 ? words("Save") : words("Save {articles}", { articles: many(count) });
    }

    // What is seen of a folded card: what it is, and what of it is worth a look.
    tell(articles) {
      const [first] = articles;
      const gaps = ["title", "author", "date", "publication"].filter((name) => articles.some((one) => !one[name]));
      const told = [first.title || words("Untitled"), articles.length === 1 && first.author, articles.length === 1 && first.date];
      const line = this.find(".draft-told");
      line.hidden = false;
      for (const fact of told) if (fact) line.append(factOf(fact), " ");
      if (gaps.length) line.append(warning(gaps.map(lacking).join(", ")), " ");
      if (articles.some((one) => one.alike)) line.append(warning(words("perhaps in the index already")));
    }

    listFailures(failures) {
      const list = this.find(".failures");
      list.hidden = !failures.length;
      for (const failure of failures) {
        const line = document.createElement("li");
        line.textContent = failure;
        list.append(line);
      }
    }

    addArticle(article, count) {
      const element = copyOf("article-template");
      element.dataset.number = article.number;
      element.open = count === 1;
      element.querySelector("summary span").textContent = article.title || words("Untitled");
      element.querySelector("summary").hidden = count === 1;
      for (const field of DETAILS) element.querySelector(".fields").append(fieldOf(article, field));
      const length = number(article.characters);
      element.querySelector(".beginning-label").textContent = words("Begins ({length} characters)", { length });
      element.querySelector(".beginning").textContent =
        article.beginning + (article.beginning.length < article.characters ? "…" : "");
      this.find(".understood").append(element);
    }

    offerReplacing(draft) {
      if (draft.articles.length !== 1) {
        if (this.replaces) say(this.find(".state"), words("{articles} in it; many cannot replace one, so they are added", { articles: many(draft.articles.length) }));
        this.replaces = null;
        return;
      }
      const target = this.replaces || draft.articles[0].alike;
      if (!target) return;
      const label = this.find(".replace");
      label.hidden = false;
      label.querySelector("span").textContent = words("Replace “{title}”, which is in the index", { title: target.title || target.id });
      label.querySelector("input").checked = Boolean(this.replaces);
      this.target = target;
    }

    corrections() {
      return [...this.element.querySelectorAll(".article")].map((element) => {
        const correction = { number: Number(element.dataset.number) };
        for (const input of element.querySelectorAll("input")) correction[input.name] = input.value.trim() || null;
        return correction;
      });
    }

    async save() {
      if (this.state !== "ready") return false;
      this.complain([]);
      this.show("saving", words("Being saved"));
      this.find("form").inert = true;
      const replaces = this.find(".replace-box").checked ? this.target.id : null;
      try {
        const body = { draft: this.draft.id, corrections: this.corrections(), replaces };
        this.saved(await patiently(() => call("POST", "api/articles", body)));
      } catch (problem) {
        this.show("ready", "");
        this.find("form").inert = false;
        this.find(".open-card").hidden = false;
        if (problem.fields.length) this.unfold(true);
        this.complain(problem.fields);
        if (!problem.fields.length) say(this.find(".trouble"), problem.message);
        return false;
      }
      return true;
    }

    saved(answer) {
      const count = answer.articles.length;
      this.find("form").hidden = true;
      this.find(".understood").replaceChildren();
      this.find(".failures").hidden = true;
      this.find(".draft-told").hidden = true;
      this.show("saved", "");
      const done = this.find(".done");
      done.hidden = false;
      done.append(`${words(answer.replaced ? "Replaced." : "Saved.")} `);
      const link = document.createElement("a");
      link.href = count === 1 ? `read/${encodeURIComponent(answer.articles[0].id)}` : "./";
      link.textContent = count === 1
        ? words("Read “{title}”", { title: answer.articles[0].title || words("Untitled") })
        : words("Ask about {articles}", { articles: many(count) });
      done.append(link);
    }

    // Saved by itself, and not with many others.
    async saveAlone() {
      if (!(await this.save())) return;
      announce(words("{name} was saved", this));
      this.find(".draft-name").focus();
      changed();
    }

    complain(problems) {
      say(this.find(".trouble"), "");
      for (const input of this.element.querySelectorAll(".field input")) {
        input.removeAttribute("aria-invalid");
        say(input.parentElement.querySelector(".field-trouble"), "");
      }
      for (const problem of problems) this.complainOf(problem);
      this.find("[aria-invalid]")?.focus();
    }

    complainOf({ field, message: said }) {
      const message = sentence(said);
      const [, place, name] = /^corrections\.(\d+)\.(\w+)$/.exec(field) || [];
      const article = this.element.querySelectorAll(".article")[place];
      const input = article?.querySelector(`input[name="${name}"]`);
      if (!input) {
        say(this.find(".trouble"), message);
        return;
      }
      article.open = true;
      input.setAttribute("aria-invalid", "true");
      say(input.parentElement.querySelector(".field-trouble"), message);
    }

    async discard() {
      if (this.draft && this.state === "ready") {
        try {
          await call("DELETE", `api/drafts/${this.draft.id}`);
        } catch (problem) {
          if (problem.status !== 410) {
            say(this.find(".trouble"), problem.message);
            return;
          }
        }
      }
      this.element.remove();
      announce(words("{name} was dismissed", this));
      byId("files").focus();
      this.arranged();
    }
  }

  Object.assign(manage, { Card });
})();

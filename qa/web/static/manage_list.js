// The articles page, lower half: what is in the index, looked through, replaced, removed.
"use strict";

(() => {
  const { add, announce, byId, call, copyOf, say, whenSaved } = manage;
  const { editDetails } = manageDetails;
  const PAGE = 50;
  const PAUSE = 200; // milliseconds without a key before it is searched

  let shown = 0;
  let latest = 0; // only the answer to the newest search is shown
  let typing = null;
  let leaving = null;
  let replacing = null;

  // The list

  async function list(from = 0) {
    const number = ++latest;
    const query = new URLSearchParams({ search: byId("search").value, offset: from, limit: PAGE });
    try {
      const page = await call("GET", `manage/articles?${query}`);
      if (number === latest) show(page, from);
      say(byId("list-trouble"), "");
    } catch (problem) {
      say(byId("list-trouble"), problem.message);
    }
  }

  function show({ articles, total }, from) {
    const rows = articles.map(row);
    if (from) byId("articles").append(...rows);
    else byId("articles").replaceChildren(...rows);
    shown = from + articles.length;
    byId("count").textContent = total.toLocaleString("en");
    byId("more").hidden = shown >= total;
    const searched = byId("search").value.trim();
    say(byId("nothing"), total ? "" : searched ? "No article has these words in its details." : "No articles yet. Add the first one above.");
    if (searched) announce(`${total} found`);
  }

  function row(article) {
    const element = copyOf("row-template");
    const title = article.title || "Untitled";
    const link = element.querySelector(".entry-title");
    link.textContent = title;
    link.href = `read/${encodeURIComponent(article.id)}`;
    for (const fact of [article.author, article.publication, article.date]) {
      if (fact) element.querySelector(".source-facts").append(factOf(fact), " ");
    }
    if (article.added_here) element.querySelector(".source-facts").append(factOf("added here"));
    const edit = element.querySelector(".edit-this");
    edit.setAttribute("aria-label", `Edit details of ${title}`);
    edit.addEventListener("click", () => editDetails(article, () => list()));
    const remove = element.querySelector(".remove-this");
    const replace = element.querySelector(".replace-this");
    remove.setAttribute("aria-label", `Remove ${title}`);
    replace.setAttribute("aria-label", `Replace ${title}`);
    remove.addEventListener("click", () => ask(article));
    replace.addEventListener("click", () => {
      replacing = article;
      byId("replacement").click();
    });
    return element;
  }

  function factOf(text) {
    const fact = document.createElement("span");
    fact.dir = "auto";
    fact.textContent = text;
    return fact;
  }

  // Removing

  function ask(article) {
    leaving = article;
    byId("confirm-article").textContent = article.title || "Untitled";
    byId("confirm-text").textContent = consequence(article);
    say(byId("confirm-trouble"), "");
    byId("confirm").showModal();
    byId("confirm-no").focus();
  }

  function consequence(article) {
    if (article.added_here) return "It is no longer found or quoted, and the file that was sent for it is deleted.";
    if (article.path) return `It is no longer found or quoted. Its file, ${article.path}, stays where it is; indexing that folder again brings the article back.`;
    return "It is no longer found or quoted. Indexing its address again brings it back.";
  }

  async function remove() {
    const article = leaving;
    byId("confirm-yes").disabled = true;
    try {
      await call("DELETE", `api/articles/${encodeURIComponent(article.id)}`);
      byId("confirm").close();
      announce(`${article.title || "Untitled"} was removed`);
      await list();
      byId("search").focus();
    } catch (problem) {
      say(byId("confirm-trouble"), problem.message);
    }
    byId("confirm-yes").disabled = false;
  }

  byId("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(list, PAUSE);
  });
  byId("more").addEventListener("click", () => list(shown));
  byId("confirm-no").addEventListener("click", () => byId("confirm").close());
  byId("confirm-yes").addEventListener("click", remove);
  byId("replacement").addEventListener("change", () => {
    add([...byId("replacement").files].slice(0, 1), replacing);
    byId("replacement").value = "";
    byId("queue").lastElementChild?.scrollIntoView({ block: "nearest" });
  });
  whenSaved(() => list());
  list();
})();

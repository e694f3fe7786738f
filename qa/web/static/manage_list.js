// The articles page: what is in the index, page by page.
"use strict";

(() => {
  const { add, announce, askRemoval, byId, call, choosable, chosenChanged, copyOf, factOf, lacking, many, narrowed, number, query, say, toAddress, want, whenChanged, whenWanted, wish, words } = manage;
  const { editDetails } = manageDetails;
  const PAGE = 50;
  const PAUSE = 200; // milliseconds without a key before it is searched
  const DOUBTFUL = {
    title: "title doubtful", author: "author doubtful", date: "date doubtful", publication: "publication doubtful", categories: "categories doubtful",
    url: "address doubtful", lang: "language doubtful", text: "text doubtful",
  };
  const SHOWN_CATEGORIES = 6;
  const NEEDED = ["title", "author", "date", "publication"];

  let latest = 0; // only the answer to the newest request is shown
  let typing = null;
  let replacing = null;
  let pages = 1;

  async function list() {
    const mine = ++latest;
    byId("articles").setAttribute("aria-busy", "true");
    try {
      const asked = query({ order: wish.order, limit: PAGE, offset: (wish.page - 1) * PAGE });
      const page = await call("GET", `manage/articles?${asked}`);
      if (mine !== latest) return;
      say(byId("list-trouble"), "");
      pages = Math.max(1, Math.ceil(page.total / PAGE));
      if (wish.page > pages) { // the last of its articles are gone
        wish.page = pages;
        toAddress();
        await list();
        return;
      }
      show(page);
    } catch (problem) {
      if (mine === latest) say(byId("list-trouble"), problem.message);
    }
    if (mine === latest) byId("articles").removeAttribute("aria-busy");
  }

  function show({ articles, total, everything }) {
    byId("articles").replaceChildren(...articles.map(row));
    byId("count").textContent = number(everything);
    const first = (wish.page - 1) * PAGE + 1;
    const span = `${number(first)}–${number(first + articles.length - 1)}`;
    const told = narrowed() ? words("{number} found", { number: number(total) }) : total ? many(total) : "";
    byId("matching").textContent = total > PAGE ? words("{span} of {told}", { span, told }) : told;
    byId("list-bar").hidden = !everything;
    byId("facets").hidden = !everything;
    byId("pager").hidden = total <= PAGE;
    byId("page-number").value = wish.page;
    byId("page-count").textContent = words("of {number}", { number: number(pages) });
    byId("page-before").disabled = wish.page <= 1;
    byId("page-after").disabled = wish.page >= pages;
    say(byId("nothing"), total ? "" : words(narrowed() ? "No article has all of this. Take off a filter, or search for less." : "No articles yet. Add the first one above."));
    chosenChanged({ total });
    if (narrowed()) announce(words("{number} found", { number: number(total) }));
  }

  function row(article) {
    const element = copyOf("row-template");
    const title = article.title || words("Untitled");
    const link = element.querySelector(".entry-title");
    link.textContent = title;
    link.href = `read/${encodeURIComponent(article.id)}`;
    const facts = element.querySelector(".source-facts");
    const categories = element.querySelector(".entry-categories");
    for (const fact of [article.author, article.publication, article.date]) if (fact) facts.append(factOf(fact), " ");
    for (const category of article.categories.slice(0, SHOWN_CATEGORIES)) categories.append(factOf(category), " ");
    categories.hidden = !article.categories.length;
    if (article.collections.length) {
      const collections = element.querySelector(".entry-collections");
      collections.append(factOf(words("in {collections}", { collections: article.collections.join(", ") })));
      collections.hidden = false;
    }
    if (article.added_here) facts.append(factOf(words("added here")));
    showExcerpt(element.querySelector(".entry-excerpt"), article.excerpt);
    showGaps(element.querySelector(".entry-gaps"), article);
    choosable(element.querySelector(".choose"), article, title);
    const edit = element.querySelector(".edit-this");
    const remove = element.querySelector(".remove-this");
    const replace = element.querySelector(".replace-this");
    edit.setAttribute("aria-label", words("Edit details of {title}", { title }));
    remove.setAttribute("aria-label", words("Remove {title}", { title }));
    replace.setAttribute("aria-label", words("Replace {title}", { title }));
    edit.addEventListener("click", () => editDetails(article, manage.changed));
    remove.addEventListener("click", () => askRemoval([article.id], article));
    replace.addEventListener("click", () => {
      replacing = article;
      byId("replacement").click();
    });
    return element;
  }

  function showExcerpt(element, excerpt) {
    if (!excerpt) return;
    const word = document.createElement("mark");
    word.textContent = excerpt.word;
    element.append(excerpt.before, word, excerpt.after);
    element.hidden = false;
  }

  function showGaps(element, { missing, doubtful }) {
    const gaps = [
      ...missing.filter((name) => NEEDED.includes(name)).map(lacking),
      ...doubtful.map((name) => words(DOUBTFUL[name] ?? name)),
    ];
    for (const gap of gaps) element.append(factOf(gap), " ");
    element.hidden = !gaps.length;
  }

  function turn(page) {
    want(() => { wish.page = Math.max(1, Math.min(pages, page)); }, { narrows: false });
    byId("list-title").scrollIntoView({ block: "start" });
  }

  byId("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => want(() => { wish.search = byId("search").value.trimStart(); }), PAUSE);
  });
  byId("order").addEventListener("change", () => want(() => {
    wish.order = byId("order").value;
    wish.page = 1;
  }, { narrows: false }));
  byId("page-before").addEventListener("click", () => turn(wish.page - 1));
  byId("page-after").addEventListener("click", () => turn(wish.page + 1));
  byId("page-number").addEventListener("change", () => turn(Math.trunc(Number(byId("page-number").value)) || wish.page));
  byId("replacement").addEventListener("change", () => {
    add([...byId("replacement").files].slice(0, 1), replacing);
    byId("replacement").value = "";
    byId("queue").lastElementChild?.scrollIntoView({ block: "nearest" });
  });
  whenChanged(list);
  whenWanted(list);
  list();
})();

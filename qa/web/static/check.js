// The page that checks a draft: sends a text or a file, shows the report.
// The report arrives as escaped HTML made by the server; everything else is set as text.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const said = document.querySelector("main.check").dataset;
  let asked = 0;

  function trouble(message) {
    byId("trouble").textContent = message;
    byId("trouble").hidden = !message;
  }

  async function show(address, type, body) {
    const mine = ++asked;
    trouble("");
    byId("working").textContent = said.checking;
    try {
      const response = await fetch(address, { method: "POST", headers: { "Content-Type": type }, body });
      if (mine !== asked) return;
      if (!response.ok) {
        const problem = await response.json().catch(() => null);
        throw new Error((problem && problem.detail) || said.failed);
      }
      const report = new DOMParser().parseFromString(await response.text(), "text/html").body;
      byId("report").replaceChildren(...report.childNodes);
      byId("print").hidden = false;
      byId("report").focus();
    } catch (error) {
      if (mine === asked) trouble(error instanceof TypeError ? said.failed : error.message);
    } finally {
      if (mine === asked) byId("working").textContent = "";
    }
  }

  byId("order").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("draft").value;
    if (!text.trim()) return trouble(said.empty);
    if ([...text].length > Number(said.most)) return trouble(said.long);
    show("check/text", "application/json", JSON.stringify({ text }));
  });

  byId("file").addEventListener("change", () => {
    const [file] = byId("file").files;
    if (!file) return;
    show(`check/file?name=${encodeURIComponent(file.name)}`, "application/octet-stream", file);
    byId("file").value = "";
  });

  byId("print").addEventListener("click", () => window.print());
})();

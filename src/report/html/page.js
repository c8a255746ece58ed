
"use strict";
// The page reads without this script, which adds: sorting, filters, the choice of a pair, downloads, the switch
// between light and dark, and places explanations under their words. It makes elements and sets text, never markup.
(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);

  // The values that the CSV files have, as [column, value], of a row.
  const fields = (row) =>
    all("[data-name]", row).map((e) => [e.dataset.name, e.localName === "data" ? e.getAttribute("value") : e.textContent]);

  // A cell's value for sorting, that of its link first: a number where it holds one, null where it is missing.
  const key = (cell) => {
    const data = cell.querySelector("a [data-name]") ?? cell.querySelector(":scope > [data-name]");
    if (!data) return cell.textContent.trim();
    if (data.localName !== "data") return data.textContent.trim();
    const value = data.getAttribute("value");
    return value === "" ? null : Number(value);
  };

  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");

  const sort = (table, column, direction) => {
    const rows = Array.from(table.tBodies[0].rows).map((row, at) => ({ row, at, key: key(row.cells[column]) }));
    rows.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.at - b.at;
      return direction * compare(a.key, b.key) || a.at - b.at;
    });
    table.tBodies[0].append(...rows.map((r) => r.row));
  };

  for (const table of all("table[data-csv]")) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      if (head.classList.contains("chart")) return;
      const button = make("button", head.textContent, { type: "button" });
      head.dataset.sortable = "";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const other = first === "descending" ? "ascending" : "descending";
        const now = head.getAttribute("aria-sort") === first ? other : first;
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", now);
        sort(table, column, now === "ascending" ? 1 : -1);
      });
    });
  }

  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  // The rows that are shown, in the order they are shown, with the columns and values of the CSV files.
  const csv = (table) => {
    const rows = Array.from(table.tBodies[0].rows).filter((row) => !row.hidden).map(fields);
    const names = [...new Set(rows.flatMap((row) => row.map(([name]) => name)))];
    const lines = rows.map((row) => {
      const values = new Map(row);
      return names.map((name) => quoted(values.get(name) ?? ""));
    });
    return [names, ...lines].map((line) => line.join(",") + "\r\n").join("");
  };

  for (const table of all("table[data-csv]")) {
    const button = make("button", "Download CSV", { type: "button" });
    button.setAttribute("aria-label", `Download CSV: ${table.caption.textContent}`);
    button.addEventListener("click", () => {
      const url = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv;charset=utf-8" }));
      make("a", "", { href: url, download: table.dataset.csv }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    });
    const tools = make("div", "", { className: "tools" });
    tools.append(button);
    table.closest(".frame").after(tools);
  }

  for (const form of all("form[data-filters]")) {
    const part = document.getElementById(form.dataset.filters);
    const rows = all("table[data-csv] > tbody > tr", part);
    const control = (name) => form.querySelector(`[data-filter="${name}"]`);
    const filter = () => {
      const text = control("text").value.trim().toLocaleLowerCase();
      const kind = control("kind")?.value ?? "";
      const least = Number(control("quotes")?.value) || 0;
      for (const row of rows) {
        const quotes = Number(row.querySelector('[data-name="quotes"], [data-name="n_quotes"]')?.getAttribute("value"));
        const words = all(".words", row).map((cell) => cell.textContent).join(" ");
        row.hidden =
          !words.toLocaleLowerCase().includes(text) ||
          (kind !== "" && row.dataset.kind !== kind) ||
          quotes < least;
      }
      const seen = rows.filter((row) => !row.closest(".panel")?.hidden);
      const shown = seen.filter((row) => !row.hidden).length;
      form.querySelector("output").textContent = `${shown} of ${seen.length} shown`;
    };
    form.hidden = rows.length < 2;
    part.addEventListener("panel", filter);
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  // Of the same table or charts by several scores one is shown.
  for (const form of all("form[data-panels]")) {
    const part = document.getElementById(form.dataset.panels);
    const panels = Array.from(part.children);
    const select = make("select", "");
    select.dataset.score = part.id;
    select.append(...panels.map((panel, at) => make("option", panel.dataset.label, { value: at })));
    const label = make("label", "Score ");
    label.append(select);
    // Beside the table's filters, where it has some.
    const filters = form.previousElementSibling;
    const beside = filters?.dataset.filters === part.id && !filters.hidden;
    if (beside) filters.prepend(label);
    else form.append(label);
    const choose = () => {
      panels.forEach((panel, at) => {
        panel.hidden = at !== Number(select.value);
        if (panel.localName === "details") panel.open = !panel.hidden;
      });
      part.dispatchEvent(new Event("panel"));
    };
    for (const panel of panels) {
      const summary = panel.querySelector(":scope > summary");
      if (summary) summary.hidden = true;
    }
    form.hidden = beside;
    select.addEventListener("input", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
    choose();
  }

  // Of the pairs' words those of two chosen speakers are shown, in the order they are chosen in.
  for (const form of all("form[data-choose]")) {
    const blocks = Array.from(document.getElementById(form.dataset.choose).children);
    const partners = new Map();
    for (const block of blocks) {
      const { a, b } = block.dataset;
      for (const [one, other] of [[a, b], [b, a]]) {
        partners.set(one, (partners.get(one) ?? new Map()).set(other, block));
      }
    }
    const [first, second] = [`${form.dataset.label} `, "beside "].map((text) => {
      const label = make("label", text);
      label.append(make("select", ""));
      form.append(label);
      return label.lastChild;
    });
    const fill = (select, names) => {
      const before = select.value;
      select.replaceChildren(...names.map((name) => make("option", name, { value: name })));
      if (names.includes(before)) select.value = before;
    };
    const choose = () => {
      fill(second, Array.from(partners.get(first.value).keys()));
      const chosen = partners.get(first.value).get(second.value);
      for (const block of blocks) block.hidden = block !== chosen;
      chosen.open = true;
      const sides = Array.from(chosen.querySelector(".columns").children);
      const start = sides.find((side) => side.dataset.side === first.value);
      chosen.querySelector(".columns").prepend(start);
    };
    fill(first, Array.from(partners.keys()));
    form.hidden = blocks.length < 2;
    for (const block of blocks) block.querySelector("summary").hidden = !form.hidden;
    form.addEventListener("input", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
    choose();
  }

  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const tell = () => theme.setAttribute("aria-pressed", String(isDark()));
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    tell();
  });
  system.addEventListener("change", tell);
  tell();

  // An explanation stands under its words, within its paragraph; Escape puts it away.
  const place = (event) => {
    const hit = event.target.closest?.(".hit");
    const why = hit?.querySelector(":scope > .why");
    if (!why) return;
    root.classList.remove("quiet");
    const frame = hit.closest("p, blockquote").getBoundingClientRect();
    const line = hit.getClientRects()[0];
    why.style.left = `${Math.max(0, Math.min(line.left - frame.left, frame.width - why.offsetWidth))}px`;
  };
  document.addEventListener("mouseover", place);
  document.addEventListener("focusin", place);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.classList.add("quiet");
  });

  // Links lead into closed parts, and what is printed is open.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target?.closest("details");
    if (details && !details.open) {
      details.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  reveal();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details.speaker:not([open])");
    closed.forEach((d) => (d.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((d) => (d.open = false)));
})();

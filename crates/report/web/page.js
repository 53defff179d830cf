"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const data = (id) => { const block = byId(id); return block ? JSON.parse(block.textContent) : null; };
  const documents = data("documents") || [];
  let sharedData = null;
  const shared = () => (sharedData ||= data("shared"));

  /** An element with attributes and children; texts stay texts. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  // --- What is drawn when a reader comes near it ------------------------------------------------

  const items = [];
  const enlist = (within) => {
    for (const element of all("[data-k]", within)) items.push({ element, tokens: new Set(element.dataset.k.split(" ")), words: null });
  };
  enlist(document);
  let waiting = all(".later");

  /** Puts what waits in `place` into the page: the page's own markup, escaped like the rest, which the browser read as text. */
  const draw = (place) => {
    if (!place.isConnected) return;
    const template = document.createElement("template");
    template.innerHTML = place.textContent;
    enlist(template.content);
    place.replaceWith(template.content);
  };
  const drawWithin = (element, selector = ".later") => all(selector, element).forEach(draw);
  const drawAll = () => { waiting.forEach(draw); waiting = []; };

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      drawWithin(target, ":scope > .later");
    }
  }, { rootMargin: "1200px 0px" });
  all(".card, .across > section").forEach((element) => near.observe(element));
  document.addEventListener("toggle", (event) => { if (event.target.open) drawWithin(event.target); }, true);
  addEventListener("beforeprint", drawAll);

  // The rest follows while nothing else is to be done, so that the browser's own search and a screen reader come to all of it.
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 0 }), 50));
  const drawMore = (deadline) => {
    while (waiting.length > 0) {
      draw(waiting.shift());
      if (deadline.timeRemaining() < 5) break;
    }
    if (waiting.length > 0) idle(drawMore);
  };
  addEventListener("load", () => { if (waiting.length > 0) idle(drawMore); });

  // --- The address holds the view -------------------------------------------------------------

  const readAddress = () => {
    let hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      try { hash = decodeURIComponent(hash); } catch { /* as it stands */ }
      return hash ? new URLSearchParams({ at: hash }) : new URLSearchParams();
    }
    return new URLSearchParams(hash);
  };
  let view = readAddress();
  const writeAddress = () => {
    for (const [key, value] of Array.from(view)) if (value === "") view.delete(key);
    const keys = Array.from(view.keys());
    const hash = keys.length === 1 && keys[0] === "at" ? encodeURIComponent(view.get("at")) : view.toString();
    try { history.replaceState(null, "", "#" + hash); } catch { location.hash = hash; }
  };

  // --- Filters --------------------------------------------------------------------------------

  const form = byId("filters");
  const fields = all("select, input", form);
  const total = byId("shown").dataset.all;
  const sections = all("section.findings");

  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&", "&nbsp;": " " };
  /** The texts of an element, also of what is not drawn yet, without those of its buttons for copying. */
  const plain = (element) => element.innerHTML.replace(/<div class="acts">.*?<\/div>|<span class="tools">.*?<\/span>|<\/?mark>/gs, "")
    .replace(/<[^>]*>/g, " ").replace(/&(lt|gt|quot|amp|nbsp);/g, (entity) => entities[entity]);

  const active = () => fields.filter((field) => field.value !== "");
  const matches = (item, chosen) => chosen.every((field) => {
    const { element } = item;
    switch (field.name) {
      case "q":
        item.words ||= plain(element).toLowerCase();
        return field.value.toLowerCase().split(/\s+/).every((word) => item.words.includes(word));
      case "from": return element.dataset.to !== undefined && element.dataset.to >= field.value;
      case "to": return element.dataset.from !== undefined && element.dataset.from <= field.value;
      default: return item.tokens.has(field.selectedOptions[0].dataset.t);
    }
  });

  const narrow = () => {
    const chosen = active();
    if (chosen.length > 0) drawWithin(document, "section.findings details.more > .later");
    let shown = 0;
    for (const item of items) {
      const hidden = !matches(item, chosen);
      item.element.hidden = hidden;
      if (!hidden) shown += 1;
    }
    for (const section of sections) {
      const within = all("[data-k]", section);
      const visible = within.filter((element) => !element.hidden).length;
      section.hidden = chosen.length > 0 && visible === 0;
      const count = section.querySelector("h2 .count");
      count.dataset.all ||= count.textContent;
      count.textContent = chosen.length > 0 ? `${visible} of ${count.dataset.all}` : count.dataset.all;
      for (const group of all(".measure", section)) group.hidden = !group.querySelector("[data-k]:not([hidden])");
      for (const more of all(":scope > details.more, .measure > details.more", section)) {
        more.hidden = !more.querySelector(".later, [data-k]:not([hidden])");
        if (chosen.length > 0) more.open = !more.hidden;
      }
    }
    byId("shown").textContent = chosen.length === 0
      ? `${total} findings`
      : shown === 0 ? "No finding matches: remove a filter." : `${shown} of ${total} findings`;
    form.classList.toggle("active", chosen.length > 0);
  };

  const fromForm = () => {
    for (const field of fields) view.set(field.name, field.value);
    view.delete("at");
    writeAddress();
    narrow();
  };
  const toForm = () => {
    for (const field of fields) {
      const wanted = view.get(field.name) || "";
      field.value = wanted;
      if (field.value !== wanted) { field.value = ""; view.delete(field.name); }
    }
  };
  const setFilter = (name, value) => {
    const field = fields.find((one) => one.name === name);
    if (!field) return;
    field.value = value;
    if (field.value !== value) field.value = "";
    fromForm();
    form.scrollIntoView({ block: "start" });
  };
  form.addEventListener("change", fromForm);
  form.addEventListener("submit", (event) => event.preventDefault());
  let typing = 0;
  form.addEventListener("input", (event) => {
    if (event.target.name !== "q") return;
    clearTimeout(typing);
    typing = setTimeout(fromForm, 150);
  });
  form.addEventListener("reset", () => setTimeout(fromForm, 0));

  const find = (id) => {
    const place = byId(id) || waiting.find((place) => place.isConnected && place.textContent.includes(` id="${id}"`));
    if (place && place.id !== id) draw(place);
    return byId(id);
  };
  const goTo = (id) => {
    const target = find(id);
    if (!target) return false;
    // What stands before it among the charts comes first, or it would be pushed away.
    drawWithin(target.closest(".across") || target, ".across > section > .later, :scope > .later");
    for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    // What comes into view there takes its real height in the next frames, and moves the target.
    let frames = 4;
    const come = () => {
      target.scrollIntoView({ block: "start", behavior: "instant" });
      if ((frames -= 1) > 0) requestAnimationFrame(come);
    };
    come();
    if (target.tabIndex < 0) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    return true;
  };

  // --- A report with its mentions ---------------------------------------------------------------

  const viewer = byId("viewer");
  const paper = byId("text");
  const why = byId("why");
  let open = null;
  let opener = null;

  const segments = (text, start, mentions) => {
    const points = Array.from(text);
    const end = start + points.length;
    const here = mentions.filter((mention) => mention.start < end && mention.end > start);
    const cuts = new Set([start, end]);
    for (const mention of here) {
      cuts.add(Math.max(start, mention.start));
      cuts.add(Math.min(end, mention.end));
    }
    const edges = Array.from(cuts).sort((a, b) => a - b);
    const parts = [];
    for (let at = 0; at + 1 < edges.length; at += 1) {
      const [from, to] = [edges[at], edges[at + 1]];
      const over = here.filter((mention) => mention.start <= from && mention.end >= to);
      const piece = points.slice(from - start, to - start).join("");
      if (over.length === 0) { parts.push(piece); continue; }
      const names = over.map((mention) => shared().layers[mention.layer][0]);
      const first = over.find((mention) => mention.start === from);
      parts.push(make("span", {
        class: ["m", ...over.map((mention) => "l" + mention.layer)].join(" "),
        role: "button",
        tabindex: first ? "0" : "-1",
        "data-m": over.map((mention) => mention.index).join(","),
        title: names.join(" and "),
      }, piece));
    }
    return parts;
  };

  const paint = (report) => {
    const { texts } = shared();
    const mentions = report.m.map((row, index) => ({ index, layer: row[0], start: row[1], end: row[2], row }));
    mentions.sort((a, b) => a.start - b.start || a.end - b.end);
    const byIndex = new Map(mentions.map((mention) => [mention.index, mention]));
    const blocks = [];
    let block = null;
    let after = 0;
    for (const [id, start, kindText, text] of report.s) {
      const kind = texts[kindText] || "body";
      if (!block || start - after > 1 || kind !== block.kind || kind !== "body") {
        block = { kind, element: make("p", { class: "block " + kind }) };
        blocks.push(block.element);
      } else {
        block.element.append(" ");
      }
      block.element.append(make("span", { class: "sentence", id: "s-" + id }, ...segments(text, start, mentions)));
      after = start + Array.from(text).length;
    }
    paper.replaceChildren(...blocks);
    return byIndex;
  };

  const explain = (mention, words) => {
    const { texts, layers, rules } = shared();
    const text = (number) => (number >= 0 ? texts[number] : null);
    const [, , , rule, entry, alternatives, note, ...values] = mention.row;
    const [layer, labels] = layers[mention.layer];
    const list = make("dl");
    const add = (label, value) => { if (value) list.append(make("dt", {}, label), make("dd", {}, value)); };
    labels.forEach((label, at) => add(label, text(values[at])));
    const meaning = rules[text(rule)];
    add("rule", meaning ? `${text(rule)}: ${meaning}` : text(rule));
    add("lexicon row", text(entry));
    add("could also be", text(alternatives));
    add("note", text(note));
    return make("div", { class: "reason l" + mention.layer }, make("h3", {}, `${layer}: “${words}”`), list);
  };

  const showWhy = (span) => {
    all(".m.chosen", paper).forEach((other) => other.classList.remove("chosen"));
    span.classList.add("chosen");
    const reasons = span.dataset.m.split(",").map((index) => {
      const pieces = all(".m", paper).filter((other) => other.dataset.m.split(",").includes(index));
      return explain(open.mentions.get(Number(index)), pieces.map((piece) => piece.textContent).join(""));
    });
    why.replaceChildren(...reasons);
    span.scrollIntoView({ block: "nearest" });
  };

  const layerButtons = () => shared().layers.map(([name], layer) => {
    const button = make("button", { type: "button", class: "m l" + layer, "aria-pressed": "true" }, name);
    button.addEventListener("click", () => {
      const hide = paper.classList.toggle("hide-" + layer);
      button.setAttribute("aria-pressed", String(!hide));
    });
    return button;
  });

  const showReport = (at, sentence, figure) => {
    const listed = documents[at];
    const report = data("doc-" + at);
    if (!listed) return;
    byId("viewer-by").textContent = [listed.outlet || "outlet unknown", listed.day || "undated", listed.synthetic ? "synthetic" : ""]
      .filter(Boolean).join(" · ");
    byId("viewer-h").textContent = listed.title || listed.id;
    why.replaceChildren();
    if (report) {
      if (!byId("layers").firstChild) byId("layers").append(...layerButtons());
      open = { mentions: paint(report) };
      const link = listed.url && /^https?:\/\//i.test(listed.url)
        ? make("a", { href: listed.url, rel: "noopener noreferrer nofollow", target: "_blank" }, listed.url) : listed.url;
      if (link) paper.append(make("p", { class: "url" }, link));
    } else {
      open = null;
      paper.replaceChildren(make("p", { class: "note" }, "The text of this report is not in this page."));
    }
    if (!viewer.open) { opener = document.activeElement; viewer.showModal(); }
    view.set("doc", listed.id);
    view.set("s", sentence ?? "");
    view.set("f", figure ?? "");
    writeAddress();
    const target = sentence !== undefined && sentence !== null && sentence !== "" ? byId("s-" + sentence) : null;
    if (!target) { paper.scrollTop = 0; return; }
    target.classList.add("target");
    target.scrollIntoView({ block: "center" });
    const quoted = all(".m.l3", target).find((span) => span.dataset.m.split(",").some((index) => {
      const mention = open.mentions.get(Number(index));
      return mention.layer === 3 && figureNumber(report, mention) === Number(figure);
    }));
    if (quoted) { showWhy(quoted); quoted.focus({ preventScroll: true }); target.scrollIntoView({ block: "center" }); }
  };

  /** Figures are numbered by their order in the report's table. */
  const figureNumber = (report, mention) => report.m.slice(0, mention.index).filter((row) => row[0] === 3).length;

  const closed = () => {
    for (const key of ["doc", "s", "f"]) view.delete(key);
    writeAddress();
    if (opener) opener.focus({ preventScroll: true });
  };
  viewer.addEventListener("close", closed);
  viewer.addEventListener("click", (event) => { if (event.target === viewer) viewer.close(); });
  paper.addEventListener("click", (event) => { const span = event.target.closest(".m"); if (span) showWhy(span); });
  paper.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    const span = event.target.closest(".m");
    if (span) { event.preventDefault(); showWhy(span); }
  });

  // --- Copying ----------------------------------------------------------------------------------

  const copy = async (text, button) => {
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch {
      const field = make("textarea", { "aria-hidden": "true", class: "off" });
      field.value = text;
      document.body.append(field);
      field.select();
      done = document.execCommand("copy");
      field.remove();
    }
    const before = button.dataset.label || button.textContent;
    button.dataset.label = before;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = before; }, 1600);
  };

  const line = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const cite = (account) => {
    const listed = documents[Number(account.dataset.d)];
    const parts = [listed.outlet || "outlet unknown", listed.title ? `“${listed.title}”` : null, listed.day || "undated", listed.url,
      listed.synthetic ? "SYNTHETIC: an invented report" : null];
    return `“${line(account.querySelector(".quote"))}” (${parts.filter(Boolean).join(", ")})`;
  };

  /** A spreadsheet must not take a text for a formula. */
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const csv = (card) => {
    const head = ["question", "relation", "figure", "low", "high", "unit", "claimant", "remarks", "outlet", "published", "title",
      "url", "sentence", "doc_id", "sentence_id", "synthetic"];
    const rows = all(".account", card).map((account) => {
      const listed = documents[Number(account.dataset.d)];
      const { low, high, unit, s } = account.dataset;
      const remarks = all(".chip", account).map(line).join("; ");
      return [line(card.querySelector("h3")), line(card.querySelector(".relation")), line(account.querySelector(".figure")), low, high,
        unit, line(account.querySelector(".claimant")), remarks, listed.outlet, listed.date, listed.title, listed.url,
        line(account.querySelector(".quote")), listed.id, s, listed.synthetic];
    });
    return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };

  // --- What is pressed --------------------------------------------------------------------------

  const acts = {
    open: (button) => {
      const row = button.closest("[data-d]");
      showReport(Number(row.dataset.d), row.dataset.s, row.dataset.f);
    },
    cite: (button) => copy(cite(button.closest(".account")), button),
    csv: (button) => {
      const card = button.closest(".card");
      drawWithin(card);
      copy(csv(card), button);
    },
    close: () => viewer.close(),
    when: (dot) => {
      if (dot.dataset.count === "1") { acts.open(dot); return; }
      for (const name of ["from", "to"]) form.elements[name].value = dot.dataset[name];
      fromForm();
      form.scrollIntoView({ block: "start" });
    },
    filter: (button) => setFilter(button.dataset.name, button.dataset.value),
    theme: () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && acts[button.dataset.act]) { acts[button.dataset.act](button); return; }
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (goTo(id)) {
      event.preventDefault();
      view.set("at", id);
      writeAddress();
    }
  });

  document.addEventListener("keydown", (event) => {
    const drawn = event.target.closest("svg [data-act]");
    if (drawn && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      acts[drawn.dataset.act](drawn);
      return;
    }
    if (viewer.open || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "/") { event.preventDefault(); form.elements.q.focus(); return; }
    if (event.key !== "j" && event.key !== "k") return;
    const cards = all(".card:not([hidden])").filter((card) => card.offsetParent);
    const at = cards.indexOf(document.activeElement.closest(".card"));
    const next = cards[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  });

  // --- The map's other measures -----------------------------------------------------------------

  const bucket = (count) => (count <= 0 ? 0 : Math.min(5, 1 + Math.floor(Math.log2(count))));
  document.addEventListener("change", ({ target: choice }) => {
    if (choice.name !== "map") return;
    const claims = choice.dataset.claims === "true";
    for (const shape of all("#map [data-docs]")) {
      const count = Number(shape.dataset[choice.value] || 0);
      const says = `${shape.dataset.nameShown}: ${count} ${choice.dataset.unit}`;
      shape.setAttribute("class", "province h" + bucket(count));
      shape.setAttribute("aria-label", says);
      const title = shape.querySelector("title");
      if (title) title.textContent = says;
    }
    for (const map of all("#map svg")) map.classList.toggle("claims", claims);
  });

  const restore = () => {
    view = readAddress();
    toForm();
    narrow();
    const wanted = documents.findIndex((listed) => listed.id === view.get("doc"));
    if (view.get("at")) goTo(view.get("at"));
    if (wanted >= 0) showReport(wanted, view.get("s"), view.get("f"));
  };
  addEventListener("hashchange", restore);
  if (matchMedia("(max-width: 60rem)").matches) all("details.legend, details.narrow").forEach((details) => { details.open = false; });
  restore();
})();

"use strict";
// Everything shown comes in through text nodes: nothing of the data is ever parsed as HTML.
{
  const STEP = 50;
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const say = (name, facts = {}) => data.say[name].replace(/\{(\w+)\}/g, (_, key) => facts[key]);
  const number = (n) => n.toLocaleString("en");
  const fold = (text) => text.normalize("NFC").toUpperCase().toLowerCase();
  const form = byId("find");
  const [search, theme, cause, reading, department] = ["text", "theme", "cause", "document", "department"].map(
    (name) => byId(`f-${name}`),
  );

  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  };
  const link = (to, ...inside) => {
    const element = make("a", "", ...inside);
    element.href = `#${to}`;
    return element;
  };
  const button = (text, act) => {
    const element = make("button", "plain", text);
    element.type = "button";
    element.onclick = act;
    return element;
  };

  // The passages stand in the page in the order of the columns of `data`.
  let home;
  let row;
  const passages = [...document.querySelectorAll('#documents [id^="p-"]')].map((place, i) => {
    const inside = place.closest("details");
    if (inside !== home) [home, row] = [inside, 0];
    if (place.tagName === "LI") row = place.value || row + 1;
    const text = place.textContent;
    const codes = data.causes[i] ? data.causes[i].split(" ") : [];
    return { i, place, home, row, text, codes, key: fold(text), theme: data.theme[i] };
  });
  const byPlace = new Map(passages.map((p) => [p.place, p]));

  function source(p) {
    const line = make("p", "sub");
    const add = (...inside) => line.append(line.firstChild ? " · " : "", make("bdi", "", ...inside));
    add(p.home.querySelector("bdi").textContent, p.row ? ` ${say("row", { n: number(p.row) })}` : "");
    if (data.ids[p.i]) add(data.ids[p.i]);
    for (const [name, label, values, of] of data.fields) {
      if (of[p.i] >= 0) add(label === name ? `${label}: ` : "", values[of[p.i]]);
    }
    return line;
  }

  function judgement(p) {
    const [name, id] = data.themes[p.theme] ?? [];
    const lines = [make("p", "sub", id ? link(`t-${id}`, make("bdi", "", name)) : say("unassigned"))];
    if (cause && !p.codes.length) lines.push(make("p", "sub", say("no_cause_passage")));
    for (let k = 0; k < p.codes.length; k += 2) {
      const known = cause && [...cause.options].find((option) => option.value === p.codes[k]);
      const score = p.codes[k + 1] < 0 ? say("by_people") : (p.codes[k + 1] / 100).toFixed(2);
      lines.push(make("p", "sub", `${known ? known.text : p.codes[k]} ${score}`));
    }
    return lines;
  }

  function copier(p) {
    const said = make("span", "said");
    said.setAttribute("role", "status");
    const copy = button(say("copy"), async () => {
      const url = `${location.href.split("#")[0]}#${p.place.id}`;
      try {
        await navigator.clipboard.writeText(url);
        said.textContent = say("copied");
      } catch {
        said.textContent = say("not_copied", { url });
      }
    });
    return [copy, said];
  }

  // The list under the search box.
  let hits = [];
  let shown = 0;

  function quote(p, query) {
    const at = p.key.indexOf(query);
    // Case folding can change lengths (İ, ß); then the hit is not marked rather than marked wrongly.
    if (!query || p.key.length !== p.text.length) return make("p", "quote", p.text);
    const end = at + query.length;
    return make("p", "quote", p.text.slice(0, at), make("mark", "", p.text.slice(at, end)), p.text.slice(end));
  }

  function more() {
    const query = fold(search.value.trim());
    const items = hits.slice(shown, shown + STEP).map((p) => {
      const words = quote(p, query);
      words.lang = "ko";
      const actions = make("p", "sub actions", link(p.place.id, say("in_document")), " ", ...copier(p));
      return make("li", "", words, make("div", "", source(p), ...judgement(p), actions));
    });
    byId("list").append(...items);
    shown += items.length;
    const left = Math.min(STEP, hits.length - shown);
    byId("more").hidden = left < 1;
    byId("more").textContent = say("more", { n: left });
    return items[0];
  }

  function filter() {
    const query = fold(search.value.trim());
    const wants = (select, value) => !select || select.value === "" || select.value === value;
    hits = passages.filter(
      (p) =>
        p.key.includes(query) &&
        wants(theme, `${p.theme}`) &&
        (!cause || cause.value === "" || (cause.value === "-" ? !p.codes.length : p.codes.includes(cause.value))) &&
        wants(reading, p.home.id) &&
        wants(department, `${department && data.fields.find((field) => field[0] === "department")[3][p.i]}`),
    );
    byId("list").replaceChildren();
    shown = 0;
    more();
    byId("hits").textContent = hits.length ? say("hits", { n: number(hits.length) }) : say("hits_none");
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  byId("more").addEventListener("click", () => {
    const first = more();
    first.querySelector("a").focus();
  });
  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-theme], [data-cause]");
    if (asked) {
      form.reset();
      if ("theme" in asked.dataset) theme.value = asked.dataset.theme;
      else cause.value = asked.dataset.cause;
      filter();
    }
    const place = event.target.closest('#documents [id^="p-"]');
    if (place && getSelection().isCollapsed) location.hash = place.id;
  });

  // A passage in its document: opened, marked, with what is known about it.
  function visit() {
    document.querySelector(".panel")?.remove();
    const place = byId(decodeURIComponent(location.hash.slice(1)));
    if (place?.tagName === "DETAILS") place.open = true;
    const p = byPlace.get(place);
    if (!p) return;
    p.home.open = true;
    const panel = make("div", "panel", source(p), ...judgement(p), make("p", "sub actions", ...copier(p)));
    if (place.tagName === "LI") place.append(panel);
    else place.parentElement.after(panel);
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  }

  addEventListener("hashchange", visit);
  document.documentElement.classList.add("scripted");
  filter();
  visit();
}

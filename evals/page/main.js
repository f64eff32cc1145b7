// The page: its state is what stands behind the # of its address.
const DATA = JSON.parse(document.getElementById("data").textContent);
const FILTERS = ["kind", "lang", "missed", "stage", "outcome", "changed", "judge"];
const SPOKEN = new Set(["outcome", "changed", "judge"]);
const AT_ONCE = 200;
const state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
let language = "zh";
let limit = AT_ONCE;

const word = (name) => TEXTS[language][name] ?? name;
const place = (id, ...children) => document.getElementById(id).replaceChildren(...children.flat().filter(Boolean));

for (const record of DATA.records)
  record.words = JSON.stringify([record.id, record.question, record.history, record.answer, record.misses, record.gold]).toLowerCase();

function keep(name, value) {
  if (value) state[name] = value;
  else delete state[name];
  limit = AT_ONCE;
  history.replaceState(null, "", `#${new URLSearchParams(state)}`);
  showCases();
}

function fits(record) {
  const text = (state.q ?? "").trim().toLowerCase();
  return (!state.kind || record.kind === state.kind) && (!state.lang || record.lang === state.lang)
    && (!state.missed || state.missed in record.misses) && (!state.stage || record.stage === state.stage)
    && (!state.outcome || outcomes(record).includes(state.outcome))
    && (!state.changed || (state.changed === "any" ? record.why !== null : record.why === state.changed))
    && (!state.judge || opinions(record).includes(state.judge))
    && (!state.only || Object.keys(record.misses).length > 0) && text.split(/\s+/).every((part) => record.words.includes(part));
}

function choices(name) {
  if (name === "outcome") return DATA.changes.length ? ["won", "lost", ...new Set(DATA.records.flatMap((record) => outcomes(record).filter((one) => one.includes(" "))))] : [];
  if (name === "changed") return choicesOfChange();
  if (name === "judge") return [...new Set(DATA.records.flatMap(opinions))].sort();
  const of = (record) => (name === "missed" ? Object.keys(record.misses) : [record[name]]);
  return [...new Set(DATA.records.flatMap(of))].filter(Boolean).sort();
}

// "lost" and "lost mrr": in anything, and in one metric.
function outcomes(record) {
  return ["won", "lost"].flatMap((side) => (record[side].length ? [side, ...record[side].map((name) => `${side} ${name}`)] : []));
}

// In the order of the stages: the first one that differs is the cause, later ones differ because of it.
function choicesOfChange() {
  const present = new Set(DATA.records.map((record) => record.why).filter(Boolean));
  return present.size ? ["any", ...["crash", "condense", "retrieval", "generation", "verification"].filter((stage) => present.has(stage))] : [];
}

function opinions({ judge }) {
  if (!judge) return [];
  if (judge.failed) return ["failed"];
  return [judge.right ? "right" : "wrong", judge.metrics !== null && judge.metrics !== judge.right ? "disagrees" : null].filter(Boolean);
}

function filterBar() {
  const selects = FILTERS.map((name) => [name, choices(name)]).filter(([, values]) => values.length).map(([name, values]) => {
    const select = element("select", { name }, element("option", { value: "" }, word("all")),
      values.map((value) => element("option", { value }, SPOKEN.has(name) ? value.split(" ").map(word).join(" ") : value)));
    select.value = state[name] ?? "";
    select.addEventListener("change", () => keep(name, select.value));
    return element("label", {}, word(name), select);
  });
  const search = element("input", { type: "search", name: "q" });
  search.value = state.q ?? "";
  search.addEventListener("input", () => keep("q", search.value));
  const only = element("input", { type: "checkbox", name: "only" });
  only.checked = Boolean(state.only);
  only.addEventListener("change", () => keep("only", only.checked ? "1" : ""));
  return element("div", { class: "filters", role: "search" }, selects, element("label", {}, word("search"), search),
    element("label", { class: "tick" }, only, word("only")));
}

function showCases() {
  const found = DATA.records.filter(fits);
  const more = element("button", { type: "button", id: "more" }, word("more"));
  more.addEventListener("click", () => {
    // Appended, so that what is open stays open and the keyboard goes on where it was.
    const next = found.slice(limit, limit + AT_ONCE).map(caseLine);
    limit += AT_ONCE;
    more.before(...next);
    if (found.length <= limit) more.remove();
    next[0].querySelector("summary").focus();
  });
  place("list", found.length ? found.slice(0, limit).map(caseLine) : element("p", {}, word("nothing")), found.length > limit ? more : null);
  place("found", word("shown")(found.length, DATA.records.length));
}

function showNumbers() {
  const names = Object.entries(DATA.metrics.all).filter(([, estimate]) => estimate.value !== null).map(([name]) => name);
  const select = element("select", { name: "show" }, names.map((name) => element("option", { value: name }, name)));
  const groups = element("div");
  const draw = () => groups.replaceChildren(table([word("group"), word("value"), "", word("count")], groupRows(DATA.metrics, DATA.gate.floors, select.value)));
  select.addEventListener("change", draw);
  draw();
  const stages = stageRows(DATA.latency_by_stage);
  place("numbers", element("h2", {}, word("numbers")), element("p", { class: "quiet" }, word("interval")),
    element("div", { class: "card" }, table([word("metric"), word("value"), "", word("count")], metricRows(DATA.metrics.all, DATA.gate.floors.all ?? {}))),
    element("h2", {}, word("group")), element("div", { class: "card" }, element("div", { class: "filters" }, element("label", {}, word("show"), select)), groups),
    element("div", { class: "columns" },
      element("div", {}, element("h2", {}, word("latency")), element("div", { class: "card" },
        histogram(DATA.records.filter((record) => !record.error).map((record) => record.elapsed_ms), word("latency")))),
      stages.length ? element("div", {}, element("h2", {}, word("stages")), element("div", { class: "card" },
        table([word("stages"), word("p50"), word("p95"), word("count")], stages))) : null),
    DATA.calibration.bins.length ? [element("h2", {}, word("calibration")), element("div", { class: "card" },
      table([word("questions"), word("ece"), word("brier"), word("auroc"), word("count")], calibrationRows(DATA.calibration)),
      element("div", { class: "columns" },
        element("div", {}, element("p", { class: "quiet" }, word("reliability")), reliability(DATA.calibration.bins, word("reliability"))),
        DATA.calibration.risks?.length ? element("div", {}, element("p", { class: "quiet" }, word("risks")), riskCurve(DATA.calibration.risks, word("risks"))) : null))] : null,
    DATA.judge ? [element("h2", {}, word("judge")), element("div", { class: "card" }, element("p", { class: "quiet" }, word("second")), ...judged(DATA.judge))] : null);
}

function showChanges() {
  const points = (value) => `${value > 0 ? "+" : ""}${(value * 100).toFixed(1)}`;
  const counted = (side, metric, count) => (count ? goTo("outcome", `${side} ${metric}`, String(count), `${word(side)} ${metric}: ${count}`) : "0");
  const rows = DATA.changes.map((one) => [one.metric, element("span", { class: one.won || one.lost ? "" : "quiet" }, `${points(one.value)} [${points(one.low)} … ${points(one.high)}]`),
    counted("won", one.metric, one.won), counted("lost", one.metric, one.lost)]);
  place("changes", rows.length ? [element("h2", {}, word("changes")), element("div", { class: "card" },
    table([word("metric"), word("change"), word("won"), word("lost")], rows)), changedStages()] : []);
}

// A button that shows the cases for which a filter has a value.
function goTo(filter, value, text, label) {
  const button = element("button", { type: "button", "aria-label": label }, text);
  button.addEventListener("click", () => {
    const select = document.querySelector(`select[name=${filter}]`);
    select.value = value;
    keep(filter, value);
    select.focus({ preventScroll: true });
    document.getElementById("cases").scrollIntoView();
  });
  return button;
}

function changedStages() {
  const counts = choicesOfChange().slice(1).map((stage) => [stage, DATA.records.filter((record) => record.why === stage).length]);
  return element("p", { class: "stages" }, word("different")(counts.reduce((sum, [, count]) => sum + count, 0)),
    counts.map(([stage, count]) => goTo("changed", stage, `${word(stage)} ${count}`, null)));
}

function show() {
  language = state.page ?? (navigator.language.startsWith("zh") ? "zh" : "en");
  if (!(language in TEXTS)) language = "zh";
  document.documentElement.lang = language;
  document.title = word("title");
  place("title", word("title"));
  place("about", word("about")(DATA.summary));
  place("language", word("other"));
  const { gate } = DATA;
  place("gate", element("p", { class: `verdict ${{ held: "good", fell: "bad" }[gate.state] ?? ""}` },
    `${{ held: "✓ ", fell: "✗ " }[gate.state] ?? ""}${word(gate.state)}`), gate.falls.length ? list(gate.falls) : null);
  showNumbers();
  showChanges();
  place("cases", element("h2", {}, word("cases")), filterBar(), element("p", { class: "quiet", id: "found", role: "status" }), element("div", { id: "list" }));
  showCases();
}

document.getElementById("language").addEventListener("click", () => {
  state.page = language === "zh" ? "en" : "zh";
  history.replaceState(null, "", `#${new URLSearchParams(state)}`);
  show();
});
addEventListener("hashchange", () => {
  for (const name of Object.keys(state)) delete state[name];
  Object.assign(state, Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  show();
});
show();

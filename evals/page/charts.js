// Estimates to tables with a small drawing in each row.
const isTime = (name) => name.includes("latency") || name.includes("_ms");
const shown = (name, value) => (value === null ? "–" : (isTime(name) ? value : value * 100).toFixed(1));

function written(name, estimate) {
  if (estimate.value === null) return "–";
  return `${shown(name, estimate.value)} [${shown(name, estimate.low)}–${shown(name, estimate.high)}]`;
}

function interval(name, estimate, floor, most) {
  const x = (value) => 6 + (Math.max(0, Math.min(value, most)) / most) * 188;
  const line = (from, to, y1, y2, kind) => drawing("line", { x1: from, x2: to, y1, y2, class: kind });
  return drawing("svg", { viewBox: "0 0 200 18", role: "img", "aria-label": `${name}: ${written(name, estimate)}` },
    line(6, 194, 9, 9, "track"),
    line(x(estimate.low), x(estimate.high), 9, 9, "range"),
    floor === undefined ? null : line(x(floor), x(floor), 2, 16, "floor"),
    drawing("circle", { cx: x(estimate.value), cy: 9, r: 4, class: "point" }));
}

function metricRows(metrics, floors) {
  const present = Object.entries(metrics).filter(([, estimate]) => estimate.value !== null);
  const slowest = Math.max(1, ...present.filter(([name]) => isTime(name)).map(([, estimate]) => estimate.high));
  return present.map(([name, estimate]) => [name, written(name, estimate),
    interval(name, estimate, floors[name], isTime(name) ? slowest : 1), String(estimate.count)]);
}

function groupRows(metrics, floors, name) {
  const groups = [["all", metrics.all], ...Object.entries(metrics.kind).map(([key, group]) => [`kind ${key}`, group]),
    ...Object.entries(metrics.language).map(([key, group]) => [`language ${key}`, group])];
  const present = groups.filter(([, group]) => group[name] && group[name].value !== null);
  const most = isTime(name) ? Math.max(1, ...present.map(([, group]) => group[name].high)) : 1;
  return present.map(([key, group]) => [key, written(name, group[name]),
    interval(key, group[name], (floors[key] ?? {})[name], most), String(group[name].count)]);
}

const BINS = 24;
function histogram(values, label) {
  const sorted = [...values].sort((one, other) => one - other);
  const most = percentile(sorted, 99) || 1, counts = new Array(BINS).fill(0);
  for (const value of sorted) counts[Math.min(BINS - 1, Math.floor((value / most) * BINS))]++;
  const top = Math.max(1, ...counts);
  return drawing("svg", { viewBox: "0 0 400 120", role: "img", "aria-label": label },
    counts.map((count, at) => drawing("rect", { class: "bar", x: 4 + at * 16.2, width: 14, y: 100 - (count / top) * 94, height: (count / top) * 94 },
      drawing("title", {}, `${((at * most) / BINS).toFixed(0)}–${(((at + 1) * most) / BINS).toFixed(0)} ms: ${count}`))),
    drawing("line", { x1: 2, x2: 396, y1: 100, y2: 100, class: "track" }),
    drawing("text", { x: 2, y: 115 }, "0"),
    drawing("text", { x: 396, y: 115, "text-anchor": "end" }, `≥ ${most.toFixed(0)} ms`));
}

function percentile(sorted, percent) {
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] : 0;
}

function stageRows(stages) {
  return Object.entries(stages).map(([stage, { p50, p95 }]) => [stage, written("latency", p50), written("latency", p95), String(p50.count)]);
}

// A dot above the line: the corpus holds an answer more often than the confidence says.
function reliability(bins, label) {
  const x = (value) => 24 + value * 180, y = (value) => 196 - value * 180;
  return drawing("svg", { viewBox: "0 0 220 220", class: "square", role: "img", "aria-label": label },
    drawing("line", { x1: x(0), y1: y(0), x2: x(1), y2: y(1), class: "track" }),
    drawing("line", { x1: x(0), y1: y(0), x2: x(1), y2: y(0), class: "track" }),
    drawing("line", { x1: x(0), y1: y(0), x2: x(0), y2: y(1), class: "track" }),
    bins.map((bin) => drawing("circle", { cx: x(bin.confidence), cy: y(bin.answerable), r: 4, class: "point" },
      drawing("title", {}, `${shown("", bin.confidence)} → ${shown("", bin.answerable)} (${bin.count})`))),
    [0, 0.5, 1].map((tick) => [drawing("text", { x: x(tick), y: 212, "text-anchor": "middle" }, String(tick * 100)),
      drawing("text", { x: 20, y: y(tick) + 4, "text-anchor": "end" }, String(tick * 100))]));
}

function calibrationRows(calibration) {
  return Object.entries({ all: calibration, ...calibration.parts }).filter(([, found]) => found.brier.value !== null)
    .map(([group, found]) => [word(group), ...["ece", "brier", "auroc"].map((name) => written(name, found[name])), String(found.brier.count)]);
}

// How many of the surest answers are wrong, as more of them are taken.
function riskCurve(points, label) {
  const most = Math.max(0.05, ...points.map((point) => point.risk));
  const x = (share) => 34 + share * 180, y = (risk) => 196 - (risk / most) * 180;
  return drawing("svg", { viewBox: "0 0 226 220", class: "square", role: "img", "aria-label": label },
    drawing("line", { x1: x(0), y1: y(0), x2: x(1), y2: y(0), class: "track" }),
    drawing("line", { x1: x(0), y1: y(0), x2: x(0), y2: y(most), class: "track" }),
    drawing("polyline", { class: "curve", points: points.map((point) => `${x(point.coverage)},${y(point.risk)}`).join(" ") }),
    points.map((point) => drawing("circle", { cx: x(point.coverage), cy: y(point.risk), r: 4, class: "point" },
      drawing("title", {}, `${shown("", point.coverage)} % → ${shown("", point.risk)} % (${point.count})`))),
    [0, 0.5, 1].map((tick) => drawing("text", { x: x(tick), y: 212, "text-anchor": "middle" }, String(tick * 100))),
    [0, most].map((tick) => drawing("text", { x: 30, y: y(tick) + 4, "text-anchor": "end" }, (tick * 100).toFixed(0))));
}

function judged(judge) {
  const rows = ["right", "agreement"].filter((name) => judge[name].value !== null)
    .map((name) => [word(name), written(name, judge[name]), interval(word(name), judge[name], undefined, 1), String(judge[name].count)]);
  const failed = Object.entries(judge.failed).map(([reason, count]) => `${reason} ${count}`).join(", ");
  return [rows.length ? table([word("metric"), word("value"), "", word("count")], rows) : null,
    judge.kappa === null ? null : element("p", {}, `${word("kappa")}: ${judge.kappa.toFixed(2)}`),
    failed ? element("p", { class: "bad" }, `${word("failed")}: ${failed}`) : null];
}

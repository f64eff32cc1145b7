// One record to its folded line; what it holds is built when it is opened first.
function caseLine(record) {
  const misses = Object.keys(record.misses);
  const tags = [record.kind, record.lang, record.stage].filter(Boolean).map((name) => element("span", { class: "tag" }, name));
  const line = element("summary", {}, element("strong", {}, record.id), " ", record.question, tags,
    record.why ? element("span", { class: "tag" }, `≠ ${word(record.why)}`) : null,
    misses.map((name) => element("span", { class: "tag bad" }, `✗ ${name}`)),
    record.won.map((name) => element("span", { class: "tag good" }, `▲ ${name}`)),
    record.lost.map((name) => element("span", { class: "tag bad" }, `▼ ${name}`)));
  const folded = element("details", { class: "case", "data-id": record.id }, line);
  folded.addEventListener("toggle", () => {
    if (folded.open && folded.childElementCount === 1) folded.append(caseBody(record));
  });
  return folded;
}

function caseBody(record) {
  return element("div", { class: "body" },
    record.history.length ? part("history", record.history.map((turn) => element("p", {}, `${word(turn.role)}：${turn.content}`))) : null,
    answers(record),
    Object.keys(record.misses).length ? part("misses", list(Object.entries(record.misses).map(([name, why]) => `${name}: ${why}`))) : null,
    record.judge ? part("judge", opinion(record.judge)) : null,
    record.claims.length ? part("claims", record.claims.map(claim)) : null,
    part("gold", gold(record)),
    record.old_hits.length ? part("found", element("p", { class: "quiet" }, record.old_hits.join(" · "))) : null,
    record.hits.length ? part("hits", record.hits.map(hit)) : null,
    record.confidence === null ? null : part("confidence", element("p", {}, `${shown("", record.confidence)} %`)),
    part("timings", element("p", { class: "quiet" }, [["elapsed", record.elapsed_ms], ...Object.entries(record.timings)]
      .map(([name, value]) => `${name} ${value}`).join(" · "))));
}

function part(name, ...children) {
  return element("section", {}, element("h3", {}, word(name)), children);
}

function list(lines) {
  return element("ul", {}, lines.map((line) => element("li", {}, line)));
}

function answers(record) {
  const answer = record.error ? `${word("crashed")}: ${record.error}` : record.answer;
  const now = (content) => element("p", { class: "answer" }, content);
  const title = record.declined ? ` (${word("declined")}${record.reason ? `: ${record.reason}` : ""})` : "";
  if (record.old === null || record.old === answer)
    return element("section", {}, element("h3", {}, word("answer") + title), now(answer));
  const [left, right] = differences(record.old, answer);
  return element("div", { class: "columns" },
    element("section", {}, element("h3", {}, word("old")), now(left)),
    element("section", {}, element("h3", {}, word("now") + title), now(right)));
}

function opinion(judge) {
  if (judge.failed) return element("p", { class: "bad" }, `${word("failed")}: ${judge.failed}`);
  const found = (right) => element("span", { class: `tag ${right ? "good" : "bad"}` }, word(right ? "right" : "wrong"));
  return [element("p", {}, judge.why || "–", found(judge.right)),
    judge.metrics === null ? null : element("p", { class: "quiet" }, word("by"), found(judge.metrics), judge.metrics === judge.right ? null : ` ${word("disagrees")}`)];
}

function claim(one) {
  const held = one.verdict === "verified";
  return element("div", {},
    element("p", {}, one.text, element("span", { class: `tag ${held ? "good" : "bad"}` }, word(held ? "verified" : "unverified"))),
    one.citations.map(evidence));
}

function evidence(one) {
  const context = one.passage === null ? one.quote : DATA.passages[one.passage];
  return element("blockquote", {}, element("div", {}, marked(context, one.quote)),
    element("div", { class: "quiet" }, link(one), ` · ${[one.document_id, one.publisher, one.published, `${one.start}–${one.end}`].filter(Boolean).join(" · ")}`));
}

function link(one) {
  // A javascript: address would run when followed.
  const safe = /^https?:\/\//i.test(one.url ?? "");
  const title = one.title || one.document_id;
  return safe ? element("a", { href: one.url, rel: "noopener noreferrer", target: "_blank" }, title) : title;
}

function gold(record) {
  const { answer, ...lists } = record.gold;
  const lines = Object.entries(lists).filter(([, values]) => Array.isArray(values) && values.length)
    .map(([name, values]) => `${TEXTS[language][name] ?? name}: ${values.map(plainly).join("; ")}`);
  return [element("p", {}, answer || "–"), lines.length ? list(lines) : null];
}

function plainly(value) {
  if (typeof value === "string") return value;
  return value.quote ? `${value.source_id}「${value.quote}」` : JSON.stringify(value);
}

function hit(one) {
  return element("blockquote", {}, element("div", { class: "quiet" }, `${one.document_id} · ${one.score}`), DATA.passages[one.passage]);
}

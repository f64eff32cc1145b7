// Elements from names, attributes and children. Strings always become text nodes: nothing of a case is read as HTML.
function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function table(head, rows) {
  const cells = (row) => row.map((cell, at) => element(at ? "td" : "th", at ? { class: "number" } : { scope: "row" }, cell));
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": head[0] }, element("table", {},
    element("thead", {}, element("tr", {}, head.map((cell) => element("th", { scope: "col" }, cell || element("span", { class: "unseen" }, word("drawn")))))),
    element("tbody", {}, rows.map((row) => element("tr", {}, cells(row))))));
}

function marked(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  if (at < 0) return [text];
  return [text.slice(0, at), element("mark", {}, quote), text.slice(at + quote.length)];
}

// Longest common subsequence of characters (Chinese) and words (Latin), so that only what differs is marked.
const MOST_PAIRS = 4e6;
function differences(before, after) {
  const cut = (text) => text.match(/[A-Za-z0-9.,%]+|\s+|[^]/gu) ?? [];
  const old = cut(before), now = cut(after), width = now.length + 1;
  if (old.length * now.length > MOST_PAIRS) return [[before], [after]];
  const best = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      best[i * width + j] = old[i] === now[j] ? best[(i + 1) * width + j + 1] + 1
        : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
  const left = [], right = [];
  let i = 0, j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) { left.push(["", old[i++]]); right.push(["", now[j++]]); }
    else if (j >= now.length || (i < old.length && best[(i + 1) * width + j] >= best[i * width + j + 1])) left.push(["del", old[i++]]);
    else right.push(["ins", now[j++]]);
  }
  return [joined(left), joined(right)];
}

function joined(parts) {
  const runs = [];
  for (const [tag, text] of parts) {
    if (runs.length && runs[runs.length - 1][0] === tag) runs[runs.length - 1][1] += text;
    else runs.push([tag, text]);
  }
  return runs.map(([tag, text]) => (tag ? element(tag, {}, text) : text));
}

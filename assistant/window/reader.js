() => {
  // The reader: a document, its page or a term beside what is shown; below it on a narrow window.
  const root = () => document.querySelector(".gradio-container") || document.body;
  let opener = null, shown = "";
  const before = [];
  const reader = document.createElement("section");
  reader.id = "reader";
  reader.className = "prose";
  reader.hidden = true;
  reader.setAttribute("role", "dialog");
  const close = () => {
    if (reader.hidden) return;
    reader.hidden = true;
    document.documentElement.classList.remove("reading-beside");
    before.length = 0;
    shown = "";
    // What opened it may be gone since: answers are drawn anew.
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  };
  const show = async (address, { back = false } = {}) => {
    let article = null;
    try {
      const reply = await fetch(address, { credentials: "same-origin" });
      // The parser runs no script, and the page that it comes from allows none either.
      article = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("article.reading");
    } catch {
      window.dispatchEvent(new Event("unreachable"));
      return;
    }
    // The address itself says what is wrong.
    if (!article) { location.assign(address); return; }
    if (!back && shown) before.push(shown);
    shown = address;
    if (!reader.isConnected) root().append(reader);
    reader.replaceChildren(document.importNode(article, true));
    reader.hidden = false;
    document.documentElement.classList.add("reading-beside");
    const heading = reader.querySelector("h2");
    heading.id = "reader-heading";
    reader.setAttribute("aria-labelledby", heading.id);
    reader.querySelector(".reader-back").hidden = !before.length;
    reader.scrollTop = 0;
    heading.focus({ preventScroll: true });
    const mark = reader.querySelector(".text mark");
    if (mark) reader.scrollTop = mark.getBoundingClientRect().top - reader.getBoundingClientRect().top - reader.clientHeight / 3;
  };
  document.addEventListener("click", (event) => {
    const found = event.target.closest && event.target.closest("a.source, a.term");
    if (!found || !/^(documents|terms)\//.test(found.getAttribute("href")) || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (found.classList.contains("term") && touched && told !== found) { tell(found, true); return; }
    if (!reader.contains(found)) { opener = found.closest("#term-tip") ? told : found; before.length = 0; shown = ""; }
    hush();
    show(found.getAttribute("href"));
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    if (event.target.closest(".reader-close")) close();
    if (event.target.closest(".reader-back") && before.length) show(before.pop(), { back: true });
  });
  // A row of the targets has one figure; its other cells open the same evidence.
  document.addEventListener("click", (event) => {
    const cell = event.target.closest && event.target.closest("#targets td:is(.figure_kind, .date, .portion)");
    if (!cell || event.target.closest("a, summary, button") || String(getSelection())) return;
    const link = cell.parentElement.querySelector("td.figure summary");
    if (link) { link.click(); link.focus({ preventScroll: true }); }
  });

  // What a term means, at the pointer, the focus or a tap; it stays while the pointer is on it and goes with Escape.
  const tip = document.createElement("div");
  tip.id = "term-tip";
  tip.hidden = true;
  let told = null, touched = false, leaving = 0;
  const meaning = (term) => {
    if (term.title) { term.dataset.meaning = term.title; term.removeAttribute("title"); }
    return term.dataset.meaning || "";
  };
  const hush = () => {
    clearTimeout(leaving);
    if (told) told.removeAttribute("aria-describedby");
    told = null;
    tip.hidden = true;
  };
  const tell = (term, withLink) => {
    const text = meaning(term);
    if (!text) return;
    hush();
    told = term;
    const words = document.createElement("span");
    words.id = "term-meaning";
    words.textContent = text;
    tip.replaceChildren(words);
    if (withLink) {
      const more = document.createElement("a");
      more.className = "source";
      more.href = term.getAttribute("href");
      more.textContent = document.querySelector('.masthead[lang="en"]') ? "Sources and more" : "出处和更多";
      tip.append(document.createElement("br"), more);
    }
    if (!tip.isConnected) root().append(tip);
    tip.hidden = false;
    term.setAttribute("aria-describedby", words.id);
    const place = term.getClientRects()[0], own = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - own.width - 8))}px`;
    const below = place.bottom + 6 + own.height < innerHeight;
    tip.style.top = `${below ? place.bottom + 6 : Math.max(8, place.top - own.height - 6)}px`;
  };
  const termOf = (event) => event.target.closest && event.target.closest("a.term");
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (told && !termOf(event) && !tip.contains(event.target)) hush();
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const term = termOf(event);
    if (term) { if (term !== told) tell(term, true); else clearTimeout(leaving); }
    else if (tip.contains(event.target)) clearTimeout(leaving);
    else if (told && told !== document.activeElement) { clearTimeout(leaving); leaving = setTimeout(hush, 250); }
  });
  document.addEventListener("focusin", (event) => {
    const term = termOf(event);
    if (term && !touched) tell(term, false);
    else if (told && !tip.contains(event.target) && !term) hush();
  });
  document.addEventListener("scroll", () => hush(), { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key !== "Escape") return;
    if (!tip.hidden) hush(); else close();
  });
}

() => {
  // Opens the folds around an element, so that a mark in the chat reaches evidence that is folded away.
  const reveal = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest && event.target.closest("a.cite");
    if (!mark) return;
    event.preventDefault();
    const card = document.getElementById(mark.getAttribute("href").slice(1));
    if (!card) return;
    reveal(card);
    document.querySelectorAll(".card.found").forEach((other) => other.classList.remove("found"));
    card.classList.add("found");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest" });
    card.focus({ preventScroll: true });
  });
  // Arrows go from tab to tab; Enter opens the one that has the focus.
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest && event.target.closest("[role=tab]");
    const all = tab ? [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")].filter((one) => one.offsetParent) : [];
    const place = all.indexOf(tab);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: all.length - 1 }[event.key];
    if (place < 0 || next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    all[(next + all.length) % all.length].focus();
  });
  // The chosen language holds for the next visit too, and the address asks for no other one any more.
  document.addEventListener("change", (event) => {
    const choice = event.target.closest && event.target.closest("#language input");
    if (!choice) return;
    document.cookie = `language=${choice.value}; path=/; max-age=31536000; samesite=lax`;
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    history.replaceState(history.state, "", address);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("button.print")) window.print();
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest && event.target.closest("button.chip");
    const box = document.querySelector("#question textarea");
    if (!chip || !box) return;
    box.value = chip.textContent;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    // The framework takes the text over before the next task.
    setTimeout(() => document.getElementById("send").click());
  });
  // A wheel that turns one way only reaches the questions further right, and after the last one the page moves on.
  document.addEventListener("wheel", (event) => {
    const row = event.target.closest && event.target.closest(".chips");
    if (!row || event.deltaX || event.ctrlKey) return;
    const before = row.scrollLeft;
    row.scrollLeft += event.deltaY;
    if (row.scrollLeft !== before) event.preventDefault();
  }, { passive: false });
  // Browsers leave what the keyboard reaches where it is as long as a part of it shows.
  document.addEventListener("focusin", (event) => {
    const chip = event.target.closest && event.target.closest(".chips > .chip");
    if (chip && chip.matches(":focus-visible")) chip.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  // Copies what stands ready below an answer; away from https only the old command works.
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = document.createElement("textarea");
      const before = document.activeElement;
      box.value = text;
      box.className = "heard";
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      if (before) before.focus();
      return done;
    }
  };
  document.addEventListener("click", async (event) => {
    const pressed = event.target.closest && event.target.closest("button.copy");
    if (!pressed) return;
    const acts = pressed.closest(".acts");
    const form = pressed.classList.contains("copy-markdown") ? "markdown" : "text";
    const done = await copied(acts.querySelector(`.take-${form}`).title);
    const said = acts.querySelector(".said");
    said.textContent = acts.querySelector(done ? ".word-done" : ".word-failed").textContent;
    setTimeout(() => { said.textContent = ""; }, 2500);
  });
  // A new question moves to the top of the conversation, so that an answer is read from its beginning.
  let shown = "";
  const follow = () => {
    const questions = document.querySelectorAll("#conversation .question");
    const now = `${questions.length}/${document.querySelectorAll("#conversation .answer").length}`;
    if (now === shown) return;
    shown = now;
    const area = document.querySelector("#conversation"), inner = area && area.querySelector(".bubble-wrap");
    const row = questions.length && questions[questions.length - 1].closest(".message-row");
    if (!inner || !row) return;
    requestAnimationFrame(() => {
      // On a phone the area itself scrolls, as it is only as high as what is in it.
      const wrap = inner.scrollHeight > inner.clientHeight ? inner : area;
      wrap.scrollTop += row.getBoundingClientRect().top - wrap.getBoundingClientRect().top - 8;
    });
  };
  // Gradio names each bubble by its whole source text, markup included; the text inside says it better.
  const quiet = () => document.querySelectorAll("[data-testid=bot][aria-label], [data-testid=user][aria-label]")
    .forEach((bubble) => bubble.removeAttribute("aria-label"));
  new MutationObserver(() => { quiet(); follow(); }).observe(document.body, { childList: true, subtree: true });
  quiet();
}

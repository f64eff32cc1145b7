() => {
  // Keeps the page usable while the server is away, and what was typed over a reload; says so in the visitor's language.
  const POLL_MS = 3000, SLOW_MS = 10000, TOLD_MS = 8000, DRAFT = "question-draft";
  const raw = window.fetch.bind(window);
  const say = (key) => words[document.querySelector('.masthead[lang="en"]') ? "en" : "zh"][key];
  const line = document.createElement("p");
  line.id = "connection";
  line.setAttribute("role", "status");
  let telling = 0, away = false, watching = 0;
  const setAway = (now) => {
    away = now;
    // One line is enough: the style sheet hides Gradio's own notes meanwhile.
    document.documentElement.classList.toggle("server-away", now);
  };
  const tell = (key, { passes = false } = {}) => {
    clearTimeout(telling);
    if (!line.isConnected) (document.querySelector(".gradio-container") || document.body).append(line);
    line.textContent = key ? say(key) : "";
    if (passes) telling = setTimeout(() => { line.textContent = ""; }, TOLD_MS);
  };

  // What is typed, else the question that is still waiting for its answer.
  const box = () => document.querySelector("#question textarea");
  const waiting = () => document.querySelector("#state .running") && [...document.querySelectorAll("#conversation .question")].pop();
  const unsent = () => (box() && box().value.trim() ? box().value : waiting() ? waiting().innerText : "");
  const who = () => (document.querySelector(".account .who [aria-hidden]") || { textContent: "" }).textContent;
  window.addEventListener("pagehide", () => {
    if (away && unsent()) sessionStorage.setItem(DRAFT, JSON.stringify({ who: who(), question: unsent() }));
  });
  const restore = () => {
    const kept = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
    const draft = kept ? JSON.parse(kept) : null;
    if (!draft || draft.who !== who() || box().value) return;
    box().value = draft.question;
    box().dispatchEvent(new Event("input", { bubbles: true }));
    tell("restored", { passes: true });
  };
  // The state is written when the page has learnt who is there and in which language.
  const opened = setInterval(() => {
    if (!box() || !document.querySelector("#state span")) return;
    clearInterval(opened);
    restore();
  }, 200);

  // A server that was started anew may have another page: this one is then opened again.
  const look = async () => {
    try {
      const reply = await raw("gradio_api/app_id", { cache: "no-store", credentials: "same-origin" });
      if (reply.status !== 401 && !reply.ok) return;
      const told = reply.ok ? await reply.json() : {};
      clearInterval(watching);
      watching = 0;
      if (told.app_id !== window.gradio_config.app_id) { location.reload(); return; }
      setAway(false);
      tell("reconnected", { passes: true });
    } catch { /* still away */ }
  };
  const lose = () => {
    setAway(true);
    tell("unreachable");
    watching = watching || setInterval(look, POLL_MS);
  };
  const sent = async (target, self, values) => {
    const asks = ((values[1] || {}).method || "GET").toUpperCase() === "POST";
    const patience = asks && setTimeout(() => tell("slow"), SLOW_MS);
    try {
      const reply = await Reflect.apply(target, self, values);
      // Whoever is no longer signed in gets the login page instead of buttons that do nothing.
      if (reply.status === 401) { away = true; location.reload(); }
      return reply;
    } catch (error) {
      if (!asks || error.name === "AbortError") throw error;
      // An answer that says so: without one, Gradio would take no more events until it has opened the page again.
      lose();
      return new Response("{}", { status: 503, headers: { "Content-Type": "application/json" } });
    } finally {
      clearTimeout(patience);
      if (patience && line.textContent === say("slow")) tell("");
    }
  };
  window.addEventListener("unreachable", lose);
  window.fetch = new Proxy(window.fetch, { apply: sent });
}

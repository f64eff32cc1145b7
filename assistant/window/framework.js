() => {
  // Gradio's own texts are in English, or in the language of the browser, which need not be the chosen one.
  const tongue = () => (document.querySelector('.masthead[lang="en"]') ? "en" : "zh");
  const say = (key) => words[tongue()][key];
  const known = [
    [/connection|reconnect/i, "unreachable"], [/busy|queue/i, "busy"], [/size|large|exceed/i, "too_large_file"],
    [/权限|permission/i, "not_allowed"],
  ];
  const translate = () => document.querySelectorAll("[data-testid=toast-body]:not(.ours)").forEach((toast) => {
    toast.classList.add("ours");
    const text = toast.querySelector("[data-testid=toast-text]");
    const title = toast.querySelector(".toast-title-row span");
    const said = text ? text.textContent : "";
    const [, key] = known.find(([sign]) => sign.test(said)) || [];
    if (key === "unreachable") window.dispatchEvent(new Event("unreachable"));
    if (title) title.textContent = say("note");
    // What this window says itself is in a language of the visitor's already.
    if (text && (key || !/[\u3400-\u9fff]/.test(said))) text.textContent = say(key || "failed");
    toast.querySelectorAll("[data-testid=toast-close]").forEach((button) => {
      button.setAttribute("aria-label", say("close_note"));
    });
  });
  // The place for files, while it is empty and while one comes: the style sheet shows what it is told to.
  const invite = () => document.querySelectorAll("#add-files :is(button .wrap, .uploading)").forEach((text) => {
    const place = text.closest("button"), told = say(place ? "drop_here" : "uploading");
    if (text.dataset.told === told) return;
    text.dataset.told = told;
    if (place) place.setAttribute("aria-label", told);
  });
  // Names of buttons, for ears and for the pointer. Once changed, they are known by the key that they were given.
  const NAMED = "#conversation [role=log], #add-files button[aria-label], #eval-sets [title]";
  const names = [
    [/^chatbot conversation$/i, "conversation"], [/^(common\.upload|click to upload.*|点击上传.*)$/i, "drop_here"],
    [/^(clear|清除|清空)$/i, "take_all_away"], [/^(remove|移除|删除)(\s|$)/i, "take_away"],
  ];
  const rename = () => document.querySelectorAll(NAMED).forEach((named) => ["aria-label", "title"].forEach((kind) => {
    const before = named.getAttribute(kind), kept = kind === "title" ? "titled" : "named";
    const [, key] = (before && names.find(([sign]) => sign.test(before))) || [null, named.dataset[kept]];
    if (!before || !key || before === say(key)) return;
    named.dataset[kept] = key;
    named.setAttribute(kind, say(key));
  }));
  // An open list of choices scrolls, which makes it a stop of the keyboard that is gone as soon as it is reached.
  const skip = () => document.querySelectorAll("[role=listbox]:not([tabindex])").forEach((list) => {
    list.setAttribute("tabindex", "-1");
  });
  // The language and the name of the whole page, which screen readers and the list of tabs go by.
  const label = () => {
    const heading = document.querySelector(".masthead h1");
    const language = tongue() === "en" ? "en" : "zh-CN";
    if (document.documentElement.lang !== language) document.documentElement.lang = language;
    if (heading && document.title !== heading.textContent) document.title = heading.textContent;
  };
  const all = () => { translate(); invite(); rename(); skip(); label(); };
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  all();
}

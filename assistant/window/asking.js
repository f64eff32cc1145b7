() => {
  // Shows a question at once and puts what the server replied in its place. The values are those of Gradio's parts.
  const PENDING = "awaited";
  const message = (role, html) => ({ role, metadata: null, content: [{ type: "text", text: html }], options: null });
  const html = ({ content }) => (Array.isArray(content) ? content.map((one) => one.text || "").join("") : content);
  const numberOf = (one) => Number((/^<p class="question n([0-9]+)"/.exec(html(one)) || [])[1]);
  const escaped = (text) => {
    const box = document.createElement("p");
    box.textContent = text.trim();
    return box.innerHTML.replaceAll("\n", "<br>");
  };
  const running = (state) => state.includes('"running"');
  const settled = (chat) => {
    const place = chat.findIndex((one) => html(one).includes(`class="question ${PENDING}"`));
    return place < 0 ? chat : chat.slice(0, place);
  };
  const awaiting = (chat, question, words) => [
    ...chat,
    message("user", `<p class="question ${PENDING}">${question}</p>`),
    message("assistant", `<p class="notice">${words.pending}</p>`),
  ];
  const hidden = { __type__: "update", visible: false };
  const RUNNING = '<span class="running"></span>';
  window.asking = {
    // Values and results: box, asked, news, chat, notice, state, panel.
    begin: (words, language, box, asked, news, chat, notice, state) => {
      const question = (box || "").trim();
      if (running(state)) return [box, "", news, chat, notice, state, hidden];
      if (!question) return ["", "", "", chat, notice, state, hidden];
      return ["", question, "", awaiting(settled(chat || []), escaped(question), words[language]), "", RUNNING, hidden];
    },
    again: (words, language, box, asked, news, chat, notice, state) => {
      const place = (chat || []).findLastIndex((one) => one.role === "user");
      if (running(state) || place < 0) return [box, "", news, chat, notice, state, hidden];
      const last = document.createElement("div");
      last.innerHTML = html(chat[place]);
      const question = last.textContent && last.firstElementChild ? last.firstElementChild.innerHTML : "";
      return [box, "", "", awaiting(chat.slice(0, place), question, words[language]), "", RUNNING, hidden];
    },
    // Values: news and the results; results: box, chat, notice, state, evidence, hint, chips.
    finish: (words, language, news, asked, box, chat, notice, state, evidence, hint, chips, talk) => {
      const shown = chat || [];
      if (!news) {
        // While the server is away, another line says so.
        const away = document.documentElement.classList.contains("server-away");
        const failed = away ? "" : `<p class="notice" role="status">${words[language].failed}</p>`;
        const kept = settled(shown);
        const after = `<span class="${kept.length ? "asked" : "idle"}"></span>`;
        return [box || asked, kept, failed, after, evidence, hint, chips, talk];
      }
      const told = JSON.parse(news);
      if (!told.messages) return [box, chat, notice, state, evidence, hint, chips, talk];
      const before = settled(shown);
      const place = before.findIndex((one) => one.role === "user" && !(numberOf(one) < told.first));
      const kept = place < 0 ? before : before.slice(0, place);
      const now = [...kept, ...told.messages.map((one) => message(one.role, one.content))].slice(-told.most);
      const besides = [told.evidence ?? evidence, told.hint ?? hint, told.chips ?? chips, told.talk ?? talk];
      return [box || told.box || "", now, told.notice, told.state, ...besides];
    },
  };
}

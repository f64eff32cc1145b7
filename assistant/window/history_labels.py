"""Every fixed text about conversations that are kept, ratings and taking away, in Chinese and English."""

from assistant.schema import Language

_LABELS: dict[str, tuple[str, str]] = {
    "copy_text": ("复制", "Copy"),
    "copy_markdown": ("复制 Markdown", "Copy as Markdown"),
    "copied": ("已复制", "Copied"),
    "copy_failed": ("请按 Ctrl+C 复制", "Press Ctrl+C to copy"),
    "up": ("有帮助", "Helpful"),
    "down": ("有问题", "Not right"),
    "chosen": ("（已选）", " (chosen)"),
    "retry": ("重新回答", "Ask again"),
    "edit": ("修改问题", "Edit question"),
    "stop": ("停止", "Stop"),
    "stopped": ("已停止。可以重新回答或修改问题。", "Stopped. You can ask again or edit the question."),
    "editing": (
        "正在修改上一个问题，发送后替换原来的回答；清空输入框并发送则不修改。",
        "You are editing your last question; sending it replaces its answer. Send an empty box to leave it as it is.",
    ),
    "kept_as_it_was": ("没有修改。", "Left as it was."),
    "new_talk": ("新对话", "New"),
    "thanks": ("谢谢，已记下。", "Thank you, noted."),
    "what_is_wrong": ("哪里有问题？", "What is not right?"),
    "wrong_figure": ("数字不对", "wrong figure"),
    "wrong_source": ("来源不对", "wrong source"),
    "missing": ("缺少内容", "something is missing"),
    "outdated": ("已经过时", "outdated"),
    "other": ("其他", "something else"),
    "note": ("说明（可不填）", "In your words (optional)"),
    "note_info": (
        "问题、回答和依据会一起保存，供评测人员查看；删除对话不会删除它。",
        "Question, answer and evidence are kept with it for evaluators, also when you delete the conversation.",
    ),
    "send_note": ("提交", "Send"),
    "cancel": ("取消", "Cancel"),
    "needs_reason": ("请先选择一项。", "Please choose one first."),
    "not_kept": (
        "这次的对话没有保存下来，因为存放对话的数据库现在不能用。回答不受影响。",
        "This is not being kept, because the database of conversations cannot be used now. Answers are not affected.",
    ),
    "not_read": (
        "以前的对话现在读不出来。提问不受影响。",
        "Earlier conversations cannot be read now. You can ask all the same.",
    ),
    "old_answer": (
        "这个回答由旧版本保存，只剩文字，没有依据：{text}",
        "Kept by an older version: only its words are left, without evidence: {text}",
    ),
    "tab": ("历史", "History"),
    "find": ("查找对话", "Find a conversation"),
    "find_placeholder": ("问题或回答里的词", "Words of a question or an answer"),
    "none": ("还没有对话。", "No conversations yet."),
    "none_found": ("没有符合的对话。", "No conversation matches."),
    "open": ("打开", "Open"),
    "rename": ("改名", "Rename"),
    "delete": ("删除", "Delete"),
    "of": ("：{title}", ": {title}"),
    "turns": ("{count} 个问题", "{count} questions"),
    "turn": ("1 个问题", "1 question"),
    "more": ("显示更多", "Show more"),
    "new_title": ("新名称", "New name"),
    "save": ("保存", "Save"),
    "renamed": ("已改名。", "Renamed."),
    "title_needed": ("名称不能为空。", "The name cannot be empty."),
    "gone": ("这个对话已经不在了。", "This conversation is no longer there."),
    "deleted": ("已删除“{title}”。", "Deleted “{title}”."),
    "undo": ("撤销", "Undo"),
    "restored": ("已恢复。", "Brought back."),
    "exported": ("导出于 {date}", "Exported on {date}"),
    "made_with": ("12621 工程问答", "Ask about 12621"),
    "evidence": ("依据", "Evidence"),
    "unverified": ("【未核实，请勿当作事实】", "[unverified, not to be used as a fact] "),
    "understood": ("理解为：{text}", "Understood as: {text}"),
    "as_of": ("依据截至 {date}", "Evidence as of {date}"),
    "without_evidence": ("这个回答没有引用任何资料。", "This answer cites nothing."),
    "disagree": ("来源不一致", "Sources disagree"),
    "distinguish": ("请注意区分", "Not the same thing"),
    "page": ("第 {page} 页", "page {page}"),
    "low": ("可靠性低，需另找来源印证", "low reliability: needs a second source"),
}


def label(key: str, language: Language, **values: object) -> str:
    """Return a fixed text with its blanks filled; the result is plain text, not HTML."""
    chinese, english = _LABELS[key]
    return (english if language == "en" else chinese).format(**values)

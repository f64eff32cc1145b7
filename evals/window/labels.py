"""Every fixed text of the page for evaluators in Chinese and English."""

from assistant.schema import Language

_LABELS: dict[str, tuple[str, str]] = {
    "tab": ("评测", "Evals"),
    "sets": ("题集", "Question sets"),
    "sets_info": ("不选就是全部", "None chosen means all"),
    "start": ("开始评测", "Start a run"),
    "stop": ("停止", "Stop"),
    "idle": ("现在没有评测在运行。", "No run is going on."),
    "starting": ("正在准备…", "Getting ready…"),
    "running": (
        "正在评测：{done} / {total} 题，{misses} 题有失分",
        "Running: {done} of {total} cases, {misses} with misses",
    ),
    "finished": ("评测完成：{name}，共 {total} 题。", "Finished: {name}, {total} cases."),
    "stopped": (
        "已停止，已答的 {done} 题没有存为一次评测。",
        "Stopped; the {done} cases asked were not stored as a run.",
    ),
    "failed": ("评测没有完成：{why}", "The run did not finish: {why}"),
    "busy": ("已有一次评测在运行，请等它结束或先停止。", "A run is already going on. Wait for it or stop it first."),
    "run": ("看哪一次评测", "Run"),
    "no_runs": ("还没有评测。选好题集后开始。", "There is no run yet. Choose sets and start one."),
    "kind": ("题型", "Kind"),
    "metric": ("失分指标", "Metric missed"),
    "stage": ("失分环节", "Stage"),
    "any": ("全部", "All"),
    "missed": ("有失分的题", "With any miss"),
    "condense": ("理解追问", "Understanding a follow-up"),
    "retrieval": ("查找", "Retrieval"),
    "generation": ("作答", "Answering"),
    "verification": ("核实", "Verification"),
    "crash": ("出错", "Error"),
    "shown": ("第 {first}–{last} 题，共 {count} 题", "Cases {first}–{last} of {count}"),
    "none": ("没有符合的题。", "No case matches."),
    "previous": ("上一页", "Previous"),
    "next": ("下一页", "Next"),
    "right": ("全部得分", "no miss"),
    "history": ("前文", "Earlier turns"),
    "understood": ("理解为", "Understood as"),
    "answer": ("回答", "Answer"),
    "no_answer": ("没有回答：{why}", "No answer: {why}"),
    "evidence": ("所引原文", "Evidence"),
    "unverified": ("未核实", "unverified"),
    "gold": ("标准答案", "Gold"),
    "figures": ("数字", "Figures"),
    "sources": ("出处", "Sources"),
    "quotes": ("应引原文", "Quote to cite"),
    "declines": ("应当不作答", "Should be declined"),
    "reasons": ("失分原因", "Why it missed"),
    "timings": ("用时（毫秒）", "Milliseconds"),
    "marked": ("标准答案有误：{note}", "Gold is wrong: {note}"),
    "mark_case": ("哪一题的标准答案有误", "Case whose gold is wrong"),
    "note": ("哪里有误", "What is wrong"),
    "note_info": ("例如：应为 6 家，见 2022 年 4 月报道", "For example: it should be 6, see the report of April 2022"),
    "mark": ("记下", "Mark as wrong"),
    "mark_needs": ("请选一题，并写明哪里有误。", "Choose a case and say what is wrong."),
    "mark_kept": ("已记下 {id}。", "Marked {id}."),
    "export": ("导出", "Export"),
    "marks_file": ("有误的标准答案", "Gold marked as wrong"),
    "cases_file": ("逐题记录（JSONL）", "Cases (JSONL)"),
    "summary_file": ("汇总（Markdown）", "Summary (Markdown)"),
    "report_file": ("报告（HTML）", "Report (HTML)"),
}


def label(key: str, language: Language, **values: object) -> str:
    """Return a fixed text with its blanks filled; the result is plain text, not HTML."""
    chinese, english = _LABELS[key]
    return (english if language == "en" else chinese).format(**values)

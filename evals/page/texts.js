// The words of the page in its two languages.
const TEXTS = {
  zh: {
    title: "评测报告", other: "English", about: (s) => `${s.cases} 题 · ${s.started} · 题集 ${s.digest}`,
    held: "门槛：全部达到", fell: "门槛：有指标跌破", other_sets: "门槛：题集与基线不同，无法对照", none: "门槛：尚未固定基线",
    numbers: "总体指标", interval: "点为数值，横条为 95% 区间，竖线为门槛", metric: "指标", value: "数值", count: "题数",
    group: "按类型与语言", show: "指标", latency: "用时分布（毫秒）", stages: "各阶段用时（毫秒）", p50: "中位数", p95: "95 分位",
    stage: "失误环节", changes: "与前次对比", change: "变化（百分点）", won: "胜", lost: "负", old: "前次回答", now: "本次回答",
    cases: "逐题", kind: "类型", lang: "语言", missed: "未达指标", outcome: "胜负", all: "全部", search: "搜索",
    only: "只看失误", shown: (n, of) => `${of} 题中符合 ${n} 题`, more: "再显示 200 题", history: "对话", answer: "回答",
    claims: "论断与证据", gold: "标准答案", figures: "数字", sources: "出处", quotes: "引文", misses: "失误原因",
    timings: "用时（毫秒）", declined: "未作答", crashed: "出错", verified: "✓ 已核实", unverified: "⚠ 未核实", hits: "检索结果",
    user: "用户", assistant: "助手", nothing: "没有符合条件的题。",
  },
  en: {
    title: "Evaluation report", other: "中文", about: (s) => `${s.cases} cases · ${s.started} · sets ${s.digest}`,
    held: "Gate: every floor held", fell: "Gate: floors were missed", other_sets: "Gate: other question sets than the baseline's",
    none: "Gate: no baseline is pinned", numbers: "Headline numbers",
    interval: "Dot: value; bar: 95 % interval; upright line: floor", metric: "metric", value: "value", count: "cases",
    group: "By kind and by language", show: "Metric", latency: "Latency (ms)", stages: "Latency by stage (ms)", p50: "p50",
    p95: "p95", stage: "Stage of misses", changes: "Against the run before", change: "change (points)", won: "won",
    lost: "lost", old: "Answer before", now: "Answer now", cases: "Cases", kind: "Kind", lang: "Language",
    missed: "Metric missed", outcome: "Won or lost", all: "all", search: "Search", only: "Only misses",
    shown: (n, of) => `${n} of ${of} cases`, more: "Show 200 more", history: "Conversation", answer: "Answer",
    claims: "Claims and evidence", gold: "Gold", figures: "figures", sources: "sources", quotes: "quotes",
    misses: "Why it missed", timings: "Timings (ms)", declined: "declined", crashed: "crashed", verified: "✓ verified",
    unverified: "⚠ unverified", hits: "Retrieved", user: "User", assistant: "Assistant", nothing: "No case fits.",
  },
};

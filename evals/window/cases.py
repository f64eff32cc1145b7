"""Records of a run to the HTML of a page of cases: answer, evidence with its quote marked, gold and reasons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.language.dates import in_brackets
from assistant.language.marks import quoted
from assistant.schema import Language
from assistant.window.evidence import inline, surroundings
from assistant.window.markup import escape, paragraphs
from evals.judge import decided
from evals.metrics.payload import Payload, answer_text, claims_of
from evals.run import Record
from evals.window.labels import label

PAGE = 20
"""Cases on a page: some screens of them, and quick to send."""
ANY = ""
MISSED = "missed"
"""The metric filter for every case with a miss."""

TextOf = Callable[[str], str | None]
"""The stored text of a document by id, None for one that is gone."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a case must be to be shown; "" admits all."""

    kind: str = ANY
    metric: str = ANY
    stage: str = ANY

    def admits(self, record: Record) -> bool:
        """Return whether a case is shown."""
        misses = record["misses"]
        return (
            self.kind in (ANY, record["kind"])
            and (self.metric == ANY or (bool(misses) if self.metric == MISSED else self.metric in misses))
            and self.stage in (ANY, record.get("stage"))
        )


def page_of(records: Sequence[Record], page: int) -> tuple[Sequence[Record], int]:
    """Return the cases of a page, counted from 0, and the nearest page that there is."""
    last = max(0, (len(records) - 1) // PAGE)
    page = min(max(page, 0), last)
    return records[page * PAGE : (page + 1) * PAGE], page


def cases_html(
    records: Sequence[Record], page: int, language: Language, *, text_of: TextOf, marks: Mapping[str, list[str]]
) -> str:
    """Write one page of the cases, all folded."""
    shown, page = page_of(records, page)
    if not shown:
        return (
            f'<section class="cases whole" lang="{language}"><p class="empty">{label("none", language)}</p></section>'
        )
    first = page * PAGE + 1
    counted = label("shown", language, first=first, last=first + len(shown) - 1, count=len(records))
    cases = "".join(_case(record, language, text_of, marks.get(record["id"], ())) for record in shown)
    whole = " whole" if len(shown) == len(records) else ""
    return f'<section class="cases{whole}" lang="{language}"><p class="count">{counted}</p>{cases}</section>'


def _case(record: Record, language: Language, text_of: TextOf, notes: Sequence[str]) -> str:
    stage = record.get("stage") or ""
    verdict = f"✗ {label(stage, language)}" if stage else f"✓ {label('right', language)}"
    head = (
        f'<strong>{escape(record["question"])}</strong> <span class="tag">{escape(record["kind"])}</span> '
        f'<span class="tag">{escape(verdict)}</span> <span class="facts">{escape(record["id"])}</span>'
    )
    payload: Payload = record["payload"] or {}
    marked = "".join(f'<p class="low">⚑ {escape(label("marked", language, note=note))}</p>' for note in notes)
    parts = [
        marked,
        _history(record, payload, language),
        _answer(record, payload, language),
        _evidence(payload, language, text_of),
        _gold(record, language),
        _opinion(record, language),
        _reasons(record, language),
        _timings(payload, language),
    ]
    return f'<details class="case card"><summary>{head}</summary>{"".join(parts)}</details>'


def _section(heading: str, inside: str) -> str:
    return f"<h2>{escape(heading)}</h2>{inside}" if inside else ""


def _history(record: Record, payload: Payload, language: Language) -> str:
    turns = "".join(f"<li>{paragraphs(turn['content'])}</li>" for turn in record["history"])
    understood = str(payload.get("standalone") or "")
    said = (
        f'<p class="standalone"><span class="tag">{label("understood", language)}</span> {escape(understood)}</p>'
        if understood and understood != record["question"]
        else ""
    )
    return _section(label("history", language), f"<ul>{turns}</ul>" if turns else "") + said


def _answer(record: Record, payload: Payload, language: Language) -> str:
    if record["payload"] is None:
        inside = f'<p class="low">{escape(label("no_answer", language, why=record["error"]))}</p>'
    else:
        doubt = f'<span class="unverified">{label("unverified", language)}</span>'
        unverified = [claim for claim in claims_of(payload) if claim.get("verdict") == "unverified"]
        inside = f"<p>{paragraphs(answer_text(payload))}</p>"
        inside += "".join(f"<p>{doubt} {escape(str(claim.get('text') or ''))}</p>" for claim in unverified)
    return _section(label("answer", language), inside)


def _evidence(payload: Payload, language: Language, text_of: TextOf) -> str:
    cited: dict[tuple[Any, ...], Payload] = {}
    for claim in claims_of(payload):
        for citation in claim.get("citations") or ():
            cited.setdefault((citation["document_id"], citation["start"], citation["end"]), citation)
    return _section(label("evidence", language), "".join(_quote(citation, text_of) for citation in cited.values()))


def _quote(citation: Payload, text_of: TextOf) -> str:
    quote, start, end = str(citation["quote"]), int(citation["start"]), int(citation["end"])
    text = text_of(str(citation["document_id"]))
    before = after = ""
    if text is not None and text[start:end] == quote:
        near = surroundings(text, start, end)
        before = ("…" if near.cut_before else "") + inline(near.before)
        after = inline(near.after) + ("…" if near.cut_after else "")
    facts = " · ".join(escape(str(citation[key])) for key in ("document_id", "title", "published") if citation.get(key))
    marked = f"<mark>{paragraphs(quote)}</mark>"
    return f'<p class="facts">{facts}</p><blockquote>{before}{marked}{after}</blockquote>'


def _gold(record: Record, language: Language) -> str:
    gold = record["gold"]
    lines = [gold["answer"]] if gold["answer"] else []
    if record["scores"].get("declined_rightly") is not None:
        lines.append(label("declines", language))
    colon = "：" if language == "zh" else ": "
    lines += [f"{label(key, language)}{colon}{', '.join(gold[key])}" for key in ("figures", "sources") if gold[key]]
    # Runs from before there were gold quotes are shown all the same.
    quotes = [
        f"{quoted(one['quote'], language)}{in_brackets(one['source_id'], language)}" for one in gold.get("quotes", ())
    ]
    lines += [f"{label('quotes', language)}{colon}{quote}" for quote in quotes]
    return _section(label("gold", language), "".join(f"<p>{escape(line)}</p>" for line in lines))


def _reasons(record: Record, language: Language) -> str:
    reasons = "".join(f"<li>{escape(f'{name}: {why}')}</li>" for name, why in record["misses"].items())
    return _section(label("reasons", language), f"<ul>{reasons}</ul>" if reasons else "")


def _opinion(record: Record, language: Language) -> str:
    """Show what a judge said of the answer, and whether the metrics say otherwise."""
    verdict = record.get("judge")
    if not verdict:
        return ""
    if "failed" in verdict:
        said = label("judge_failed", language, why=verdict["failed"])
        return _section(label("judge", language), f'<p class="low">{escape(said)}</p>')
    said = f"{label('judged_right' if verdict['right'] else 'judged_wrong', language)} {verdict['why']}"
    by_metrics = decided(record)
    differs = by_metrics is not None and by_metrics != verdict["right"]
    other = f'<p class="low">{escape(label("disagrees", language))}</p>' if differs else ""
    return _section(label("judge", language), f"<p>{escape(said)}</p>{other}")


def _timings(payload: Payload, language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    timings = payload.get("timings_ms") or {}
    line = " · ".join(f"{name} {value:.0f}" for name, value in timings.items())
    sure = payload.get("confidence")
    told = "" if sure is None else f'<p class="facts">{label("confidence", language)}{colon}{sure * 100:.1f} %</p>'
    return f'{told}<p class="facts">{label("timings", language)}{colon}{escape(line)}</p>'

"""Drafts, refusals, the state of a build and the journal to HTML; all that comes from documents is escaped."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from assistant.editing.drafts import Batch, Draft
from assistant.editing.journal import Change, undoable
from assistant.editing.labels import label
from assistant.editing.reasons import reason_text
from assistant.editing.uploads import Refusal
from assistant.language.marks import titled
from assistant.ledger.indicators import Programme
from assistant.schema import Language, LedgerRow
from assistant.window.evidence import source_facts
from assistant.window.markup import date_text, escape, figure_text, outside_link, paragraphs

_FIRST_PASSAGES = 3
_NOISE_LINES = 30
_NOISE_CHARS = 100
_JOURNAL_LINES = 10


def refusal_text(refusal: Refusal, language: Language) -> str:
    """Write why a file or a field is not taken, as plain text."""
    values = {
        name: reason_text(str(value), language) if name == "why" else value for name, value in refusal.values.items()
    }
    return label(refusal.key, language, **values)


def told_html(text: str, *, warns: bool = False) -> str:
    """Write one calm line that is read out, nothing for no text."""
    return f'<p class="{"low" if warns else "done"}" role="status">{escape(text)}</p>' if text else ""


def refused_html(batch: Batch, language: Language) -> str:
    """Write which files were not taken, each with the reason."""
    if not batch.refused:
        return ""
    items = "".join(
        f"<li><strong>{escape(name)}</strong> {escape(_begun(refusal_text(refusal, language)))}</li>"
        for name, refusal in batch.refused
    )
    head = label("refused", language)
    return f'<section class="refused" lang="{language}" role="status"><h2>{head}</h2><ul>{items}</ul></section>'


def _begun(sentence: str) -> str:
    """Return a sentence with the letter that sentences begin with: some are made to follow the name of a file."""
    return sentence[:1].upper() + sentence[1:]


def draft_html(draft: Draft, programme: Programme, language: Language) -> str:
    """Write what was read of a file."""
    source, addition = draft.document.source, draft.addition
    size = label(
        "size",
        language,
        pages=len(draft.document.pages),
        characters=len(draft.document.text),
        passages=len(draft.passages),
        noise=len(addition.removed),
    )
    warnings = [label(how, language, title=title) for how, title in draft.kin]
    warnings += [label("refetched", language)] if addition.replaces else []
    warnings += [label("recognised", language)] if source.recognised else []
    warned = "".join(f'<p class="low">⚠ {escape(warning)}</p>' for warning in warnings)
    quotes = "".join(
        f"<blockquote>{paragraphs(passage.text)}</blockquote>" for passage in draft.passages[:_FIRST_PASSAGES]
    )
    return (
        f'<section class="draft" lang="{language}"><h2>{label("read", language)}</h2><article class="card">'
        f'<h3 lang="{source.language}">{outside_link(source.url, source.title)}</h3>{source_facts(source, language)}'
        f'<p class="facts">{escape(size)} · {escape(label("stored_as", language, name=draft.name))}</p>{warned}'
        f"{_figures(draft.rows, programme, language)}"
        f"<p><strong>{label('first_passages', language)}</strong></p>{quotes}{_noise(draft, language)}"
        "</article></section>"
    )


def _figures(rows: Sequence[LedgerRow], programme: Programme, language: Language) -> str:
    if not rows:
        return f'<p class="facts">{label("no_figures", language)}</p>'
    indicators = list(programme.indicators)
    order = [indicator.id for indicator in indicators]
    items = []
    for name, some in groupby(sorted(rows, key=lambda row: order.index(row.indicator)), lambda row: row.indicator):
        indicator = indicators[order.index(name)]
        shown = indicator.name_zh if language == "zh" else indicator.name_en
        told = ("；" if language == "zh" else "; ").join(_figure(row, language) for row in some)
        items.append(f"<li>{escape(shown)}{'：' if language == 'zh' else ': '}{told}</li>")
    head = label("figures", language, count=len(rows))
    return f"<p><strong>{escape(head)}</strong></p><ul>{''.join(items)}</ul>"


def _figure(row: LedgerRow, language: Language) -> str:
    what = label(f"{row.role}_row", language) if row.same_measure else label("related_row", language, label=row.label)
    facts = [what, date_text(row.date, language)]
    told = ("，" if language == "zh" else ", ").join(filter(None, facts))
    figure = figure_text(row.figure, language)
    return escape(f"{figure}（{told}）" if language == "zh" else f"{figure} ({told})")


def _noise(draft: Draft, language: Language) -> str:
    if not draft.addition.removed:
        return ""
    lines = "<br>".join(escape(line[:_NOISE_CHARS]) for line in draft.addition.removed[:_NOISE_LINES])
    summary = f"{label('noise', language)} ({len(draft.addition.removed)})"
    return f'<details class="full"><summary>{escape(summary)}</summary><div class="text">{lines}</div></details>'


def progress_html(step: str, done: int, total: int, language: Language) -> str:
    """Write how far a build is; a bar without a value where nobody knows."""
    try:
        said = label(step, language)
    except KeyError:
        said = label("Starting", language)
    known = f' value="{done}" max="{total}"' if total else ""
    counted = f" {done} / {total}" if total else "…"
    return (
        f'<section class="status" lang="{language}" role="status"><p>{escape(said)}{counted}</p>'
        f'<progress{known} aria-label="{escape(said)}"></progress></section>'
    )


def journal_html(changes: Sequence[Change], language: Language, *, nobody: str) -> str:
    """Write the newest changes, and which of them undo would take back; ``nobody`` stands where no name is known."""
    head = f"<h2>{label('journal', language)}</h2>"
    if not changes:
        empty = f'<p class="empty">{label("no_journal", language)}</p>'
        return f'<section class="journal" lang="{language}">{head}{empty}</section>'
    next_one = undoable(changes)
    items = "".join(
        _change(change, language, nobody, first=change == next_one) for change in changes[: -_JOURNAL_LINES - 1 : -1]
    )
    return f'<section class="journal" lang="{language}">{head}<ul>{items}</ul></section>'


def _change(change: Change, language: Language, nobody: str, *, first: bool) -> str:
    when = change.at[:16].replace("T", " ")
    line = (
        f"{when} · {change.who or nobody} · {label(f'did_{change.deed}', language)} {titled(change.titles, language)}"
    )
    mark = f' <span class="tag">{label("next_undo", language)}</span>' if first else ""
    return f"<li>{escape(line)}{mark}</li>"


def field_labels(language: Language) -> Mapping[str, str]:
    """Return the names of the fields that can be mended."""
    names = {name: name for name in ("title", "publisher", "published", "url", "kind", "reliability")}
    return {field: label(key, language) for field, key in {**names, "language": "lang"}.items()}

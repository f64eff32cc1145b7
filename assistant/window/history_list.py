"""A list of conversations to HTML with buttons, of which the page's script tells which was pressed."""

from collections.abc import Sequence
from datetime import date

from assistant.language.fold import search_key
from assistant.records.values import Listed
from assistant.schema import Language
from assistant.window.history_labels import label
from assistant.window.markup import date_text, escape

FORMATS = {"md": "Markdown", "docx": "Word", "pdf": "PDF"}
"""What a conversation can be taken away as, with the name that is shown."""
_BEFORE, _AFTER = 24, 90
"""Characters shown of an answer before and after the word that was looked for."""


def history_html(listed: Sequence[Listed], language: Language, *, wanted: str, today: date) -> str:
    """Write the list; with ``wanted`` each conversation shows where the first of its words stands."""
    if not listed:
        return f'<p class="empty" lang="{language}">{label("none_found" if wanted.strip() else "none", language)}</p>'
    items = "".join(_item(one, language, wanted, today) for one in listed)
    return f'<section class="talks" lang="{language}"><ul>{items}</ul></section>'


def _item(one: Listed, language: Language, wanted: str, today: date) -> str:
    title = escape(one.title)
    of = escape(label("of", language, title=one.title))
    buttons = "".join(
        f'<button type="button" class="talk-act" data-act="{act}" data-id="{escape(one.id)}">{label(act, language)}'
        f'<span class="heard">{of}</span></button>'
        for act in ("open", "rename", "delete")
    )
    links = "".join(
        f'<a href="conversations/{escape(one.id)}.{form}?lang={language}" download>{name}'
        f'<span class="heard">{of}</span></a>'
        for form, name in FORMATS.items()
    )
    count = label("turn" if one.turns == 1 else "turns", language, count=one.turns)
    local = one.changed_at.astimezone()
    day = f"{local:%H:%M}" if local.date() == today else date_text(local.date().isoformat(), language)
    return (
        f'<li><p class="title">{title}</p><p class="facts">{escape(day)} · {count}</p>{_found(one, wanted)}'
        f'<p class="talk-acts">{buttons}{links}</p></li>'
    )


def _found(one: Listed, wanted: str) -> str:
    """Show the turn in which the words stand, with the first of them marked."""
    if not one.question:
        return ""
    said = f"{one.question} — {one.text}" if one.question != one.title else one.text
    word = next(iter(search_key(wanted).split()), "")
    # Folding keeps the length, so that a place in the folded text is one in the text.
    start = search_key(said).find(word) if word else -1
    if start < 0:
        return f'<p class="found">{escape(said[:_AFTER])}…</p>'
    left, end = max(0, start - _BEFORE), start + len(word)
    before = ("…" if left else "") + said[left:start]
    after = said[end : end + _AFTER] + ("…" if end + _AFTER < len(said) else "")
    return f'<p class="found">{escape(before)}<mark>{escape(said[start:end])}</mark>{escape(after)}</p>'


def undo_html(told: str, language: Language, *, conversation: str = "") -> str:
    """Write what came of a change, with a button that undoes it where there is something to undo."""
    undo = (
        f' <button type="button" class="talk-act" data-act="undo" data-id="{escape(conversation)}">'
        f"{label('undo', language)}</button>"
        if conversation
        else ""
    )
    return f'<p class="notice" role="status" lang="{language}">{escape(told)}{undo}</p>' if told else ""

"""What is in the corpus to the page's head and the greeting: what it knows, until when, what it will not do."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.language.dates import age_text
from assistant.schema import Language, Source
from assistant.window.labels import label
from assistant.window.markup import date_text, escape

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def header_html(language: Language, username: str | None = None) -> str:
    """Write the page's title, and who is signed in with the way out."""
    return (
        f'<header class="masthead" lang="{language}"><h1>{label("title", language)}</h1>'
        f"<p>{label('subtitle', language)}</p></header>{_account(language, username) if username else ''}"
    )


def _account(language: Language, username: str) -> str:
    """Write a form, which works before any script and cannot be triggered by a link from elsewhere."""
    told = escape(label("signed_in_as", language, name=username))
    return (
        f'<form class="account" lang="{language}" method="post" action="logout">'
        f'<span class="who" title="{told}"><span class="heard">{told}</span>'
        f'<span aria-hidden="true">{escape(username)}</span></span> '
        f'<button type="submit">{label("sign_out", language)}</button></form>'
    )


def newest_date(sources: Sequence[Source]) -> str | None:
    """Return the newest publication date, None when no source is dated; what is no date does not count."""
    dates = (source.published or "" for source in sources)
    return max((day for day in dates if _DATE.fullmatch(day)), default=None)


def welcome_html(sources: Sequence[Source], language: Language, *, today: date) -> str:
    """Write the greeting that an empty chat shows."""
    newest = newest_date(sources)
    policy = sum(source.kind == "policy" for source in sources)
    until = label("until_unknown", language)
    if newest:
        age = age_text(newest, today, language)
        until = label("until_text", language, date=date_text(newest, language), age=age)
    rows = (
        ("knows", label("knows_text", language, count=len(sources), policy=policy, news=len(sources) - policy)),
        ("until", until),
        ("wont", label("wont_text", language)),
    )
    listed = "".join(f"<dt>{label(key, language)}</dt><dd>{escape(text)}</dd>" for key, text in rows)
    greeting = f'<p class="greeting">{label("welcome", language)}</p>'
    return f'<div class="welcome" lang="{language}">{greeting}<dl>{listed}</dl></div>'


def chips_html(questions: Sequence[str]) -> str:
    """Write questions as buttons that ask them; the script of the page knows them by their class.

    The style sheet cuts a very long one, whose title then tells it whole.
    """
    texts = [escape(question) for question in questions]
    buttons = "".join(f'<button type="button" class="chip" title="{one}"><span>{one}</span></button>' for one in texts)
    return f'<div class="chips">{buttons}</div>' if buttons else ""


def notice_html(text: str) -> str:
    """Write a calm one-line notice, nothing for no text."""
    return f'<p class="notice" role="status">{escape(text)}</p>' if text else ""

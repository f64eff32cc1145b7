"""An answer to the HTML of what can be done with it: copy it, rate it."""

from datetime import date

from assistant.answering.render import terminal_text
from assistant.schema import Language
from assistant.window.conversation import Exchange
from assistant.window.export.markdown import answer_markdown
from assistant.window.export.transcript import answered
from assistant.window.history_labels import label
from assistant.window.markup import escape


def actions_html(exchange: Exchange, *, today: date, rated: bool) -> str:
    """Write the buttons below an answer, and hidden what they copy: a browser lets a page copy only at once.

    The chat strips ``data-*``, so a class names the exchange.
    """
    answer = exchange.answer
    if answer is None:
        return ""
    language = answer.language
    markdown = answer_markdown(answered(answer, language), language)
    buttons = [_copy("text", language), _copy("markdown", language)]
    if rated:
        buttons += [_thumb("up", exchange, language), _thumb("down", exchange, language)]
    hidden = _hidden("text", terminal_text(answer, today=today, suggests=False)) + _hidden("markdown", markdown)
    # The script puts one of the two hidden words into the visible place: words are written here only.
    words = (("done", "copied"), ("failed", "copy_failed"))
    hidden += "".join(f'<span class="take word-{name}">{label(key, language)}</span>' for name, key in words)
    return f'<div class="acts" lang="{language}">{"".join(buttons)}<span class="said"></span>{hidden}</div>'


def _copy(form: str, language: Language) -> str:
    return f'<button type="button" class="act copy copy-{form}">{label(f"copy_{form}", language)}</button>'


def _thumb(rating: str, exchange: Exchange, language: Language) -> str:
    # In words: many machines have no font for the signs.
    chosen = exchange.rating == rating
    name = label(rating, language) + (label("chosen", language) if chosen else "")
    css = f"act rate {rating} n{exchange.number}{' chosen' if chosen else ''}"
    return f'<button type="button" class="{css}">{name}</button>'


def _hidden(form: str, text: str) -> str:
    # As a title, so that nobody finds the answer twice who searches the page.
    return f'<span class="take take-{form}" title="{escape(text)}"></span>'

"""A term of the glossary and the sentences that name it to HTML: for the reader, and explained inside an answer."""

from collections.abc import Callable, Sequence

from assistant.browsing.names import Statement
from assistant.language.glossary import Glossary, Term
from assistant.schema import Citation, Language, Source
from assistant.window.labels import label
from assistant.window.links import opens_citation, term_address
from assistant.window.markup import date_text, escape, paragraphs, running
from assistant.window.reader import article_html

Rendering = Callable[[Source, str, Language], str]
"""Returns a sentence of a source in the language of the reader, "" when nobody has translated it."""


def name_of(term: Term, language: Language) -> str:
    """Return what a term is called in a language."""
    return term.en if language == "en" else term.zh


def definition_of(term: Term, language: Language) -> str:
    """Return what the glossary says of a term, "" when it does not explain it."""
    return term.definition_en if language == "en" else term.definition_zh


def term_html(term: Term, told: Sequence[Statement], language: Language, *, rendering: Rendering) -> str:
    """Write what the glossary and the documents say of a term."""
    other = label("in_english", language, name=name_of(term, "zh" if language == "en" else "en"))
    names = term.en_synonyms if language == "en" else term.zh_synonyms
    comma = ", " if language == "en" else "、"
    called = label("also_called", language, names=comma.join(names)) if names else ""
    facts = " · ".join(escape(fact) for fact in (label(f"kind_{term.kind}", language), other, called) if fact)
    definition = definition_of(term, language)
    explained = (
        f'<p class="definition">{escape(definition)}</p><p class="facts">{label("by_glossary", language)}</p>'
        if definition
        else f'<p class="empty">{label("no_definition", language)}</p>'
    )
    items = "".join(f"<li>{statement_html(one, language, rendering=rendering)}</li>" for one in told)
    listed = f'<ul class="told">{items}</ul>' if items else f'<p class="empty">{label("said_nowhere", language)}</p>'
    inside = f'<p class="facts">{facts}</p>{explained}<h3>{label("said_by", language)}</h3>{listed}'
    return article_html(name_of(term, language), inside, language)


def statement_html(statement: Statement, language: Language, *, rendering: Rendering) -> str:
    """Write a sentence of a document as a link to its place there, with where it stands."""
    note = f' <span class="tag">{label("editors_note", language)}</span>' if statement.note else ""
    return sentence_html(statement.citation, language, rendering=rendering) + note


def sentence_html(citation: Citation, language: Language, *, rendering: Rendering) -> str:
    """Write a quotation as a link that opens it, in the reader's language where it has been translated."""
    source = citation.source
    translated = rendering(source, citation.quote, language)
    shown = translated or citation.quote
    tongue = language if translated else source.language
    foreign = f' <span class="tag">{label("chinese_original", language)}</span>' if tongue != language else ""
    low = f' <span class="low">⚠ {label("low", language)}</span>' if source.low_reliability else ""
    where = " · ".join(filter(None, (source.publisher, date_text(source.published, language))))
    link = opens_citation(citation, language, f'<span lang="{tongue}">{escape(shown)}</span>', css="said")
    return f'{link} <span class="where">{escape(where or label("unnamed", language))}</span>{foreign}{low}'


class Explainer:
    """Writes the texts of one answer; the first time that a term of the glossary is named, it explains itself."""

    def __init__(self, glossary: Glossary, language: Language) -> None:
        self._glossary = glossary
        self._language: Language = language
        self._explained: set[str] = set()

    def __call__(self, text: str) -> str:
        """Escape ``text``, keep its line breaks, and make each newly named term a link to what it means."""
        text = text.strip()
        written, at = [], 0
        for match in self._glossary.find(text, language=self._language):
            definition = definition_of(match.term, self._language)
            if not definition or match.term.zh in self._explained:
                continue
            self._explained.add(match.term.zh)
            said = paragraphs(text[match.start : match.end])
            address = escape(term_address(match.term.zh, self._language))
            link = f'<a class="term" href="{address}" title="{escape(definition)}">{said}</a>'
            written += [_plain(text[at : match.start]), link]
            at = match.end
        return "".join(written) + _plain(text[at:])


def _plain(text: str) -> str:
    return running(text).replace("\n", "<br>")

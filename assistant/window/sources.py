"""The list of sources to HTML, narrowed by free text."""

from collections.abc import Iterable, Sequence

from assistant.schema import Language, Source
from assistant.window.evidence import source_facts
from assistant.window.labels import label
from assistant.window.markup import date_text, escape, outside_link


def matching(sources: Iterable[Source], wanted: str) -> list[Source]:
    """Return the sources in which every word of ``wanted`` occurs somewhere, newest first, undated last."""
    words = wanted.casefold().split()
    found = [source for source in sources if all(word in _searchable(source) for word in words)]
    return sorted(found, key=lambda source: (source.published or "", source.title), reverse=True)


def _searchable(source: Source) -> str:
    kind = f"{label(source.kind, 'zh')} {label(source.kind, 'en')}"
    dates = f"{source.published or ''} {date_text(source.published, 'zh')}"
    return f"{source.title} {source.publisher or ''} {dates} {kind} {source.reliability} {source.id}".casefold()


def sources_html(sources: Sequence[Source], language: Language, *, wanted: str = "") -> str:
    """Write the list of documents that match, with their number."""
    found = matching(sources, wanted)
    if not found:
        return (
            f'<section class="sources" lang="{language}"><p class="empty">{label("none_found", language)}</p></section>'
        )
    whole = len(found) == len(sources)
    counted = label("documents" if whole else "documents_of", language, count=len(found), total=len(sources))
    items = "".join(_item(source, language) for source in found)
    return f'<section class="sources" lang="{language}"><p class="count">{counted}</p><ul>{items}</ul></section>'


def _item(source: Source, language: Language) -> str:
    title = outside_link(source.url, source.title)
    return (
        f'<li class="{escape(source.kind)}"><p class="title" lang="{source.language}">{title}</p>'
        f"{source_facts(source, language)}</li>"
    )

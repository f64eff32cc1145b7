"""A standalone question to hits, with its words expanded across languages; also as a LangChain retriever."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from assistant.index.snapshot import Query
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.schema import Hit, Language

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever


class Searchable(Protocol):
    """Anything that ranks passages for a query."""

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first."""
        ...


def build_query(question: str, *, language: Language, glossary: Glossary, definition: str = "") -> Query:
    """Return what is sent to the index: the folded question and the other names of what it mentions.

    ``definition`` is what the glossary says of the term that is asked about: a document that explains it uses the
    same words.
    """
    folded = search_key(question)
    expansion = [*glossary.synonyms_for(folded), *glossary.chinese_for(folded), search_key(definition)]
    return Query(text=folded, expansion=" ".join(expansion), english=folded if language == "en" else "")


def retrieve(
    question: str, index: Searchable, *, language: Language, glossary: Glossary, limit: int, definition: str = ""
) -> list[Hit]:
    """Return the passages that fit ``question``, best first."""
    query = build_query(question, language=language, glossary=glossary, definition=definition)
    return index.search(query, limit=limit)


def as_langchain_retriever(search: Callable[[str], list[Hit]]) -> "BaseRetriever":
    """Return ``search`` as a LangChain retriever, for use in other chains; the hit is in the metadata."""
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document as LangChainDocument
    from langchain_core.retrievers import BaseRetriever

    class PassageRetriever(BaseRetriever):
        """Finds passages of the corpus."""

        def _get_relevant_documents(
            self,
            query: str,
            *,
            run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - part of LangChain's signature
        ) -> list[LangChainDocument]:
            return [
                LangChainDocument(page_content=hit.passage.text, id=hit.passage.id, metadata={"hit": hit})
                for hit in search(query)
            ]

    return PassageRetriever()

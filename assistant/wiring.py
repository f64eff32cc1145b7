"""Config to ready objects: the one place where settings, files and stages meet."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.chat_model import ChatModel, open_chat_model
from assistant.answering.conflicts import load_conflicts
from assistant.answering.knowledge import Knowledge
from assistant.answering.reply_cache import ReplyCache
from assistant.answering.reply_folder import ReplyFolder
from assistant.answering.usage import Prices
from assistant.config import ROOT, Config
from assistant.errors import UsageError
from assistant.first_look import first_look
from assistant.index.build import BuildReport, build_index
from assistant.index.cross_encoder import open_reranker
from assistant.index.embedding import Embedding, open_embedding
from assistant.index.fill import English
from assistant.index.folders import current_build
from assistant.index.ledger_rows import Extraction
from assistant.index.plan import fingerprint_files
from assistant.index.progress import Progress, silent
from assistant.index.recipe import Recipe
from assistant.index.search import open_index
from assistant.index.store import Store
from assistant.ingestion.corrections import correction_file
from assistant.ingestion.load import list_corpus, read_documents
from assistant.ingestion.split import split_document
from assistant.language.dictionary import BUNDLED_DICTIONARY, Dictionary
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, load_glossary
from assistant.language.segment import load_vocabulary
from assistant.language.translations import TranslationMemory
from assistant.ledger.extract import extract_rows
from assistant.ledger.indicators import Programme, load_programme
from assistant.ledger.overrides import read_overrides
from assistant.pipeline import ALL_ON, Assistant
from assistant.schema import Document, LedgerRow, Passage
from assistant.switches import Switches
from assistant.tracing import callbacks

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.records.store import Records

_MEGABYTE = 1_000_000
_NOWHERE = Path("/nonexistent")
"""Holds no translations."""
_NOTED_PACKAGES = ("assistant-12621", "bm25s", "chromadb", "langchain", "opencc")
"""Whose versions are kept with an answer, so that it can be replayed."""
BUNDLED_EMBEDDING = ROOT / "assistant" / "models" / "embedding"


def open_assistant(config: Config, switches: Switches = ALL_ON, *, model: ChatModel | None = None) -> Assistant:
    """Open the index and everything that answers need; errors name what to run first.

    ``model`` takes the place of the configured one.
    """
    _one_thread_for_numpy()
    embedding = open_embedding(config.embedding_model)
    ranking = embedding if switches.reranking else replace(embedding, pieces=None)
    index = open_index(
        config.index,
        embedding=ranking if switches.vectors else None,
        recipe=_recipe(config, embedding),
        chroma_url=config.chroma_url,
        sparse=config.sparse,
        reranker=open_reranker(config.reranker) if switches.reranking else None,
    )
    return Assistant(
        index,
        _knowledge(config, embedding, switches),
        hit_count=config.hit_count,
        max_question_chars=config.max_question_chars,
        model=model or (chat_model(config) if config.chat_model else None),
        # Read anew each time: a correction shows in an open window without a restart.
        overrides=lambda: read_overrides(config.corpus / "ledger.csv"),
        extraction=_extraction(config).identity,
        switches=switches,
        corpus=config.corpus,
        callbacks=callbacks,
    )


def open_records(config: Config) -> "Records | None":
    """Return where conversations are kept, None when none are; the database is not touched before it is used."""
    if not config.keep_history:
        return None
    from assistant.records.database import read_address
    from assistant.records.store import Records

    versions = {name: version(name) for name in _NOTED_PACKAGES}
    if config.chat_model:
        versions["chat_model"] = config.chat_model
    return Records(read_address(config.database_url.get_secret_value()), versions=versions)


def _knowledge(config: Config, embedding: Embedding, switches: Switches) -> Knowledge:
    known = open_knowledge(config, embedding)
    translations = known.translations if switches.translations else TranslationMemory(_NOWHERE)
    judges = switches.confidence and switches.reranking and switches.vectors
    return replace(known, translations=translations, answers_from_ledger=switches.ledger, judges_hits=judges)


def _one_thread_for_numpy() -> None:
    """Keep numpy from starting threads for the small products of a question.

    They wait for more work by spinning, which slows down all else in an answer: 40 ms instead of 48 at the 95th
    percentile.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")


def chat_model(config: Config) -> ChatModel:
    """Return the configured model, which is opened when first needed."""

    @cache
    def opened() -> "BaseChatModel":
        return open_chat_model(
            config.chat_model,
            base_url=config.chat_base_url,
            api_key=config.chat_api_key.get_secret_value(),
            timeout_seconds=config.chat_timeout_seconds,
            context_tokens=config.chat_context_tokens,
        )

    return ChatModel(
        opened,
        config.chat_timeout_seconds,
        config.chat_context_tokens,
        _replies(config),
        Prices(config.chat_price_in, config.chat_price_out, config.chat_price_currency),
    )


def _replies(config: Config) -> ReplyCache:
    """Return where replies are kept; the address of a model is part of who it is."""
    folder = None
    if config.chat_cache is not None:
        folder = ReplyFolder(config.chat_cache, max_bytes=config.chat_cache_mb * _MEGABYTE)
    return ReplyCache(of=f"{config.chat_model}\x00{config.chat_base_url}", folder=folder)


def open_knowledge(config: Config, embedding: Embedding) -> Knowledge:
    """Read the glossary, the indicators, the register of conflicts and the vocabulary."""
    pieces = embedding.pieces or open_embedding().pieces
    assert pieces is not None  # The bundled one has them.
    vocabulary = load_vocabulary(BUNDLED_EMBEDDING)
    return Knowledge(
        glossary=_glossary(config),
        programme=_programme(config),
        translations=TranslationMemory(config.corpus / "translations"),
        register=load_conflicts(config.corpus / "conflicts.yaml"),
        segment=vocabulary.segment,
        cost_by_piece=vocabulary.cost_by_piece,
        encode=embedding.encode,
        pieces=pieces,
        dictionary=Dictionary(BUNDLED_DICTIONARY),
    )


def read_as_indexed(config: Config, document: Document) -> tuple[list[Passage], list[LedgerRow]]:
    """Return the passages and ledger rows that an index would hold of a document."""
    passages = _passages(config, document)
    return passages, extract_rows(document, passages, _programme(config))


def look_at(config: Config, document: Document, removed: Sequence[str]) -> list[str]:
    """Return what an index would hold of a document, in lines for a person."""
    return list(first_look(document, _passages(config, document), removed, _programme(config)))


def _passages(config: Config, document: Document) -> list[Passage]:
    return split_document(document, max_chars=config.passage_chars, overlap=config.passage_overlap_chars)


def _own_or_shipped(config: Config, name: str) -> Path:
    """Return a file of the corpus, or the one that ships: a folder of reports alone is a corpus too."""
    own = config.corpus / name
    return own if own.exists() else ROOT / "corpus" / name


def _glossary(config: Config) -> Glossary:
    return load_glossary(_own_or_shipped(config, "glossary.yaml"))


def _programme(config: Config) -> Programme:
    return load_programme(_own_or_shipped(config, "indicators.yaml"))


def _extraction(config: Config) -> Extraction:
    """Return how ledger rows are read; its identity covers the patterns and the code that applies them."""
    programme = cache(lambda: _programme(config))
    patterns = _own_or_shipped(config, "indicators.yaml")
    code = (path for name in ("ledger", "language") for path in sorted((ROOT / "assistant" / name).glob("*.py")))
    identity = sha256("\n".join(map(_hash, (patterns, *code))).encode()).hexdigest()[:16]
    return Extraction(identity, lambda document, passages: extract_rows(document, passages, programme()))


def index_recipe(config: Config) -> Recipe:
    """Return what an index would be made with now."""
    return _recipe(config, open_embedding(config.embedding_model))


def _recipe(config: Config, embedding: Embedding) -> Recipe:
    return Recipe(
        embedding=embedding.identity,
        settings={
            "passage_chars": str(config.passage_chars),
            "passage_overlap_chars": str(config.passage_overlap_chars),
            "glossary": _hash(_own_or_shipped(config, "glossary.yaml")),
        },
    )


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else ""


def differing_files(config: Config) -> list[str]:
    """Return the files that are not in the index as they are now, unreadable ones among them, and those gone since."""
    folder = current_build(config.index)
    if folder is None:
        return []
    prints, unnamed = fingerprint_files(config.corpus, list_corpus(config.corpus), _depends(config))
    with closing(Store(folder)) as store:
        known = store.fingerprints()
    return sorted({*unnamed, *(path for path in {*prints, *known} if prints.get(path) != known.get(path))})


def _depends(config: Config) -> Callable[[Path], str]:
    def besides(path: Path) -> str:
        parts = (config.corpus / "translations" / f"{path.stem}.yaml", correction_file(path))
        return " ".join(filter(None, map(_hash, parts)))

    return besides


def english_of(config: Config) -> English:
    """Return what gives a passage its text for the English keywords: its rendering, and the terms that it names."""
    translations = TranslationMemory(config.corpus / "translations")
    glossary: list[Glossary] = []

    def english(document: Document, passage: Passage) -> str:
        if not glossary:
            glossary.append(_glossary(config))
        if document.source.language == "en":
            chinese = translations.chinese_of_text(document.id, passage.text)
            return f"{document.source.title} {passage.heading} {passage.text} {chinese}"
        named = glossary[0].english_for(search_key(f"{document.source.title} {passage.heading} {passage.text}"))
        return f"{translations.english_of_text(document.id, passage.text)} {' '.join(named)}"

    return english


def build(
    config: Config,
    *,
    rebuild: bool = False,
    report: Callable[[str], None] = lambda _: None,
    progress: Progress = silent,
) -> BuildReport:
    """Bring the index up to date with the corpus; nothing heavy is imported when nothing has changed."""
    if not config.corpus.is_dir():
        raise UsageError(f"There is no corpus folder {config.corpus}. Name an existing one with --corpus.")
    files = list_corpus(config.corpus)
    if not files:
        raise UsageError(
            f"{config.corpus} holds no documents. Put .pdf, .docx, .xlsx, .html, .md or .txt files into it."
        )
    embedding = open_embedding(config.embedding_model)
    return build_index(
        corpus=config.corpus,
        folder=config.index,
        files=files,
        read=lambda paths: read_documents(paths, corpus=config.corpus),
        split=lambda document: _passages(config, document),
        english=english_of(config),
        embed=lambda: embedding,
        recipe=_recipe(config, embedding),
        extraction=_extraction(config),
        pieces=embedding.pieces,
        rebuild=rebuild,
        chroma_url=config.chroma_url,
        sparse=config.sparse,
        depends=_depends(config),
        report=report,
        progress=progress,
    )

"""The assistant's answers to the shipped sets, and the translations of the corpus, to the claims that `guard` harms."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.language.translations import TranslationMemory
from assistant.schema import Verdict
from evals.benchmark.guard import FILE, SEED
from evals.benchmark.shelf import Shelf, open_shelf
from evals.sets import load_sets

SETS = Path(__file__).resolve().parent.parent / "sets"

CLAIMS = 400
"""Every claim of an answer, filled up with translated sentences."""


def replace_claims(corpus: Path, path: Path = FILE) -> int:
    """Write the claims file anew and return the number of claims in it.

    A claim of an answer is taken when it is verified. The labels are therefore read through before they are used: a
    wrong claim that the guard let through must not stand among the true ones.
    """
    claims = {claim["text"]: claim for claim in _answered()}
    pairs = [pair for pair in _translated(open_shelf(corpus), corpus) if pair["text"] not in claims]
    random.Random(SEED).shuffle(pairs)
    labels = [*claims.values(), *pairs[: max(0, CLAIMS - len(claims))]]
    path.write_text("".join(json.dumps(label, ensure_ascii=False) + "\n" for label in labels), encoding="utf-8")
    return len(labels)


def _answered() -> Iterator[dict[str, Any]]:
    # Imported here: opening the assistant loads libraries that the other benchmarks never need.
    from assistant.config import Config
    from assistant.wiring import open_assistant

    assistant = open_assistant(Config())
    for case in load_sets([SETS]):
        for claim in assistant.ask(case.question, history=case.history).claims:
            if claim.verdict is Verdict.VERIFIED:
                citations = [{"document": c.source.id, "quote": c.quote} for c in claim.citations]
                yield {"origin": "answer", "text": claim.text, "citations": citations}


def _translated(shelf: Shelf, corpus: Path) -> Iterator[dict[str, Any]]:
    memory = TranslationMemory(corpus / "translations")
    for document in shelf.documents.values():
        for start, end in shelf.sentences(document.id):
            quote = document.text[start:end]
            text = memory.rendering(document.id, quote, language="en" if document.source.language == "zh" else "zh")
            if text:
                yield {"origin": "pair", "text": text, "citations": [{"document": document.id, "quote": quote}]}

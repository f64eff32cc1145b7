"""Which stages are at work: all in the product, all but one when an evaluation asks what a stage is good for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switches:
    """False leaves a stage out; the others do what they can without it."""

    condensing: bool = True
    """Off: every question is taken as typed, whatever was said before."""
    spelling: bool = True
    """Off: slips and pinyin stay as typed."""
    expansion: bool = True
    """Off: no other names from the glossary are searched for."""
    dictionary: bool = True
    """Off: English words outside the glossary are not looked up."""
    translations: bool = True
    """Off: no renderings of sentences in answers; what the index holds of them stays."""
    vectors: bool = True
    """Off: found by keywords alone, and neither reranked nor judged by confidence, which both need the vectors."""
    reranking: bool = True
    """Off: in the order of the fusion, and not judged by confidence, which reads the features of the reranking."""
    confidence: bool = True
    """Off: however improbable the best passage is, its sentences are looked at."""
    ledger: bool = True
    """Off: no table of targets and progress; every question is answered from sentences."""
    verification: bool = True
    """Off: claims stay unverified, as they were drafted."""

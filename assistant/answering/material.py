"""What a draft is made from: the hits of one question, the ledger, the index and the knowledge, read once each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering.best_sentence import sentence_shares
from assistant.answering.concepts import Concept
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate, Judge
from assistant.answering.extractive import answer_from_sentences, choose
from assistant.answering.knowledge import Knowledge, question_concepts, stems_of
from assistant.answering.matching import unknown_concepts
from assistant.answering.premises import contradicts
from assistant.answering.subject import counted_words
from assistant.answering.understand import Understanding
from assistant.answering.verify import unsupported
from assistant.answering.wording import say
from assistant.index.confidence import confidence
from assistant.index.search import Snapshot
from assistant.language.fold import search_key
from assistant.schema import Hit, Source, TargetTable


@dataclass(frozen=True)
class Material:
    """One question's evidence; the judged sentences are worked out when they are first needed."""

    asked: Understanding
    hits: tuple[Hit, ...]
    table: TargetTable
    snapshot: Snapshot
    knowledge: Knowledge

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What the question names, with weights."""
        return question_concepts(self.asked, self.knowledge)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the hits, by document id."""
        return self.snapshot.sources_of(hit.passage.document_id for hit in self.hits)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The sentences of the hits, best first."""
        asked, knowledge = self.asked, self.knowledge
        judge = Judge(
            asked,
            self.concepts,
            knowledge.glossary,
            knowledge.encode,
            lambda document, text: knowledge.translations.rendering(document, text, language=asked.language),
            stems_of,
            knowledge.programme.parts,
            knowledge.definition_for(asked),
            self._shares,
            (search_key(knowledge.programme.name_zh), *knowledge.programme.names),
        )
        return judge.candidates(self.hits, self.sources)

    def _shares(self, question: str, passages: Sequence[Sequence[str]]) -> Sequence[Sequence[float]]:
        rarity, pieces = self.snapshot.rarities, self.knowledge.pieces
        return sentence_shares(question, passages, rarity=rarity, pieces=pieces)

    @cached_property
    def texts(self) -> list[str]:
        """Everything that is known of each hit, folded: text, heading, title, publisher, translation."""
        texts = []
        for hit in self.hits:
            passage, source = hit.passage, self.sources[hit.passage.document_id]
            english = self.knowledge.translations.english_of_text(source.id, passage.text)
            about = f"{source.title} {source.publisher or ''} {passage.heading}"
            texts.append(search_key(f"{about} {passage.text} {english}"))
        return texts

    def unknown(self, concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
        """Return the telling concepts that no hit names in any form."""
        return unknown_concepts(concepts, self.texts, stems_of)


def extracted(material: Material) -> Draft:
    """Return the sentences that answer a question, or a refusal."""
    asked = material.asked
    if "doubt" in asked.aspects:
        # The year that a doubtful statement names may be the very thing that is wrong: do not look for it.
        material = replace(material, asked=replace(asked, dates=()))
    total = sum(concept.weight for concept in material.concepts) or 1.0
    share = sum(concept.weight for concept in material.unknown(material.concepts)) / total
    if "count" in asked.wanted and not asked.aspects & {"comparable", "doubt"}:
        told = " ".join(material.texts)
        if any(not _spoken_of(word, told, material.knowledge) for word in counted_words(asked)):
            share = 1.0  # What is counted is spoken of nowhere: 线上有多少人收看.
    chosen = choose(material.candidates, material.concepts, material.asked)
    # The hits of English questions are found by other means, on another scale.
    judged = asked.language == "zh" and material.knowledge.judges_hits
    sure = confidence(material.hits) if judged else 1.0
    draft = answer_from_sentences(chosen, material.asked, unknown_share=share, confidence=sure)
    if "doubt" in asked.aspects and draft.claims and contradicts(asked, draft):
        return replace(draft, lead=say("unsupported", asked.language), layout="lines")
    explained = with_definition(draft, material.asked, material.knowledge)
    return replace(explained, explains=explained is not draft)


def _spoken_of(word: str, told: str, knowledge: Knowledge) -> bool:
    """Tell whether any part of a word, or another name of it, stands in a text."""
    names = knowledge.glossary.synonyms_for(word)
    return any(word[i : i + 2] in told for i in range(len(word) - 1)) or any(name in told for name in names)


def with_definition(draft: Draft, asked: Understanding, knowledge: Knowledge) -> Draft:
    """Open an explanation with what the glossary says, as long as the quotes bear out every number in it."""
    term = knowledge.term_explained_by(asked)
    if term is None or draft.declined:
        return draft
    text = term.definition_zh if asked.language == "zh" else term.definition_en
    citations = [citation for claim in draft.claims for citation in claim.citations]
    if not text or unsupported(text, citations):
        return draft
    lead = f"{term.zh}：{text}（术语表）" if asked.language == "zh" else f"{term.en}: {text} (glossary)"
    return replace(draft, lead=lead, layout="lines")

"""What a draft is made from: the hits of one question, the ledger, the index and the knowledge, read once each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering import explaining
from assistant.answering.bearers import Bearers, bearers_of
from assistant.answering.best_sentence import sentence_shares
from assistant.answering.clauses import Part, parts_of, unanswered
from assistant.answering.concepts import Concept
from assistant.answering.defined import with_definition
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate, Judge
from assistant.answering.extractive import MAX_UNKNOWN, Chosen, answer_from_sentences, choose, declined
from assistant.answering.knowledge import Knowledge, question_concepts, stems_of
from assistant.answering.matching import concept_in, unknown_concepts
from assistant.answering.near_misses import names_an_unknown_edition
from assistant.answering.premises import contradicts
from assistant.answering.subject import asked_noun, counted_noun, counted_words, divides, total_noun, whole_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.confidence import confidence
from assistant.index.search import Snapshot
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.schema import Hit, Reason, Source, TargetTable

_COMPARED = frozenset(("comparison",))
"""What is compared, stands in the other parts."""


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
    def parts(self) -> tuple[Part, ...]:
        """The several things that the question asks for, none where it is one."""
        return parts_of(self.asked, self.concepts, self.knowledge.programme)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the hits, by document id."""
        return self.snapshot.sources_of(hit.passage.document_id for hit in self.hits)

    @cached_property
    def bearers(self) -> Bearers:
        """The places and bodies whose figure the question asks for."""
        known = self.knowledge
        return bearers_of(self.asked, glossary=known.glossary, programme=known.programme, dictionary=known.dictionary)

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
            self.bearers,
            (search_key(knowledge.programme.name_zh), *knowledge.programme.names),
            each=tuple(part.asked for part in self.parts if part.asked.wanted and part.asked.wanted != _COMPARED),
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
    if asked.aspects & {"doubt"} or explaining.TRUST.search(asked.folded):
        # The year that a doubtful statement names may be the very thing that is wrong: do not look for it.
        # Of who did it, a statement (是省科协推出的) asks nothing, and one about a list for none of the names on it.
        not_asked = {"names"} if _ASKS_WHO.search(asked.folded) else {"names", "who"}
        material = replace(material, asked=replace(asked, dates=(), wanted=asked.wanted - not_asked))
    total = sum(concept.weight for concept in material.concepts) or 1.0
    unknown = material.unknown(material.concepts)
    beyond = sum(concept.weight for concept in unknown) / total > MAX_UNKNOWN
    # What the other parts of a question ask can be answered all the same.
    apart = {material.concepts[place] for part in _open_by_unknown(material, unknown) for place in part.own if beyond}
    unknown = tuple(concept for concept in unknown if concept not in apart)
    if "doubt" in asked.aspects:
        # So may be the place.
        unknown = tuple(concept for concept in unknown if not set(concept.names) & set(asked.places))
    share = sum(concept.weight for concept in unknown) / total
    if "count" in asked.wanted and not (material.parts or asked.aspects & {"comparable", "doubt"}):
        told = " ".join(material.texts)
        if any(not _spoken_of(word, told, material.knowledge) for word in counted_words(asked)):
            share = 1.0  # What is counted is spoken of nowhere: 线上有多少人收看.
    stated = asked.aspects & {"comparable", "doubt", "premise"}
    if _asks_for_the_unknown(material) or (not stated and names_an_unknown_edition(asked.folded, material.texts)):
        share = 1.0
    chosen = choose(
        _naming_what_is_asked(material),
        material.concepts,
        material.asked,
        of_a_year=material.bearers.bare,
        parts=material.parts,
        glossary=material.knowledge.glossary,
        own=material.knowledge.programme.home,
    )
    if share > MAX_UNKNOWN and "doubt" in asked.aspects and not explaining.WHY.search(asked.folded):
        put_right = _all_but_the_unknown(chosen, material, unknown)
        if put_right is not None:
            return put_right
    # The hits of English questions are found by other means, on another scale.
    judged = asked.language == "zh" and material.knowledge.judges_hits
    sure = confidence(material.hits) if judged else 1.0
    if not _counts_what_is_asked(chosen, material):
        chosen = Chosen((), 0.0)
    draft = answer_from_sentences(chosen, material.asked, unknown_share=share, confidence=sure)
    elsewhere = _is_elsewhere(draft, asked, material.knowledge.programme.parts)
    if "doubt" in asked.aspects and draft.claims and (contradicts(asked, draft) or elsewhere):
        return replace(draft, lead=say("unsupported", asked.language), layout="lines")
    if _asks_for_a_reason(material) and not any(_gives_a_reason(candidate) for candidate in chosen.candidates):
        return declined(Reason.NOT_IN_CORPUS, asked.language)
    if draft.declined and material.bearers.asked:
        return _figures_of_others(material, share, sure) or draft
    explained = with_definition(draft, material)
    missing = [] if draft.declined else _missing(chosen, material)
    closing = say("open_parts", asked.language, parts="；".join(missing)) if missing else draft.closing
    return replace(explained, explains=explained is not draft, closing=closing)


def _missing(chosen: Chosen, material: Material) -> list[str]:
    glossary = material.knowledge.glossary
    return unanswered(chosen.candidates, material.candidates, material.concepts, material.parts, glossary=glossary)


def _open_by_unknown(material: Material, unknown: Sequence[Concept]) -> list[Part]:
    """Return the parts of a question that ask for what no hit speaks of, where another part does not."""
    parts = [part for part in material.parts if any(material.concepts[place] in unknown for place in part.own)]
    return parts if len(parts) < len(material.parts) else []


def _all_but_the_unknown(chosen: Chosen, material: Material, unknown: Sequence[Concept]) -> Draft | None:
    """Return the sentence that names all of a doubtful statement but the word that no source has, None without one.

    That 原 stands for plains is put right by the sentence that says what it stands for.
    """
    best = next(iter(chosen.candidates), None)
    if best is None or not unknown or best.passage.note or best.source.low_reliability:
        return None
    rest = [
        match
        for concept, match in zip(material.concepts, best.matched, strict=True)
        if concept not in unknown and concept.kind not in ("year", "figure", "definition")
    ]
    if len(rest) < _ENOUGH_NAMED or any(match < 1 for match in rest):
        return None
    draft = answer_from_sentences(replace(chosen, candidates=(best,), coverage=1.0), material.asked)
    return replace(draft, lead=say("unsupported", material.asked.language), layout="lines")


_ENOUGH_NAMED = 2
"""Things besides the unknown word that tie a sentence to a statement."""


def _is_elsewhere(draft: Draft, asked: Understanding, parts: Sequence[str]) -> bool:
    """Tell whether the quotes name places of the province, and none of those that a question states."""
    quoted = search_key(" ".join(citation.quote for claim in draft.claims for citation in claim.citations))
    stated = any(place in quoted for place in asked.places)
    return bool(asked.places) and not stated and any(part in quoted for part in parts)


def _naming_what_is_asked(material: Material) -> Sequence[Candidate]:
    """Return the sentences that name what an English question wants to be told of something, all where none does.

    "What was the theme of the conference" is answered by a sentence with the theme, not by others about it.
    """
    noun = asked_noun(material.asked)
    told = noun and noun.split()[-1] not in _TOLD_BY_NUMBERS
    head = {concept.names for concept in _within(noun.split()[-1], material)} if told else set()
    places = [place for place, concept in enumerate(material.concepts) if concept.names in head]
    named = [one for one in material.candidates if any(one.matched[place] >= _IN_SIGHT for place in places)]
    return named or material.candidates


_TOLD_BY_NUMBERS = frozenset("size number amount total scale share rate level rank".split())
_IN_SIGHT = 0.7
"""How fully a sentence names what stands in it or over it."""
_OF_ITS_MEASURE = 0.3
"""Share of the words for what is counted that a sentence about the place asked about must have in it or over it: of our
own sets no right one has less."""


def _says_of_it(candidate: Candidate, material: Material) -> float:
    """Return how fully a sentence names what is counted, besides the place or body whose figure is asked for."""
    asked = material.bearers.asked
    if not asked:
        return 1.0
    names = {name for bearer in asked for name in bearer.names}
    counted = [
        concept
        for concept in material.concepts
        if concept.kind not in ("year", "figure", "definition") and not names & {*concept.names, *concept.english}
    ]
    return _share_named(counted, candidate)


def _share_named(concepts: Sequence[Concept], candidate: Candidate) -> float:
    """Return the share of the weight of ``concepts`` that a sentence or what stands over it names, 1 without any."""
    folded = search_key(
        f"{candidate.text} {candidate.rendering or ''} {candidate.passage.heading} {candidate.source.title}"
    )
    stems, total = stems_of(folded), sum(concept.weight for concept in concepts)
    return sum(c.weight * concept_in(c, folded, stems) for c in concepts) / total if total else 1.0


def _counts_it(candidate: Candidate, material: Material) -> bool:
    """Tell whether a sentence names anything of what is counted: how many park rangers, 获奖总数."""
    counted = _within(counted_noun(material.asked), material) or _in_all(material)
    return not counted or _share_named(counted, candidate) > 0.0


def _does_it(candidate: Candidate, material: Material) -> bool:
    """Tell whether a sentence about a certain place or body names what an indicator counts there.

    How many firms Xixian served is not told by how many firms were new there.
    """
    asked = material.asked
    if not (asked.indicators and (asked.places or asked.others)) or asked.aspects & {"comparable", "doubt", "target"}:
        return True
    wording = " ".join(asked.indicator_words)
    stems = stems_of(wording)
    told = [
        candidate.matched[place]
        for place, concept in enumerate(material.concepts)
        if concept.kind not in ("attribute", "place", "year", "figure", "definition")
        and concept_in(concept, wording, stems) == 1
    ]
    return not told or max(told) >= _HALF_NAMED


def _tells_the_office(candidate: Candidate, material: Material) -> bool:
    """Tell whether a sentence gives the office of a person beside the name, where a question asks for that alone."""
    people = [concept for concept in material.concepts if concept.kind == "person"]
    if not people or not _ASKS_FOR_OFFICE.search(material.asked.folded):
        return True
    folded = search_key(candidate.text)
    names = "|".join(re.escape(name) for concept in people for name in concept.names if not name.isascii())
    return (
        re.search(rf"{_OFFICE}[\u4e00-\u9fff]{{0,2}}(?:{names})|(?:{names})[^，。；、,;]{{0,16}}{_OFFICE}", folded)
        is not None
    )


_ASKS_FOR_OFFICE = re.compile(
    r"(?:什么|啥|何)(?:职务|职位|职|官)|职务是|\b(?:what|which) (?:office|post|position|job|role)\b"
)
_OFFICE = "(?:书记|主席|会长|理事长|主任|[院校厅局省市]长|秘书长|委员|院士|教授|负责人)"
_HALF_NAMED = 0.25
"""How fully a sentence names what is called otherwise there: 成果转化 beside 转化成果."""


def _in_all(material: Material) -> tuple[Concept, ...]:
    """Return what a Chinese question wants the sum of: the 获奖 of 获奖总数是多少."""
    noun = total_noun(material.asked)
    return tuple(one for one in material.concepts if noun and any(noun.endswith(name) for name in one.names))


def _counts_what_is_asked(chosen: Chosen, material: Material) -> bool:
    """Tell whether the best sentence names what is counted, and where a part is asked for, any gives whole and part."""
    # Of several things that are asked, the best sentence may tell of another than what is counted.
    first = chosen.candidates if material.parts else chosen.candidates[:1]
    said = any(_says_of_it(one, material) >= _OF_ITS_MEASURE for one in first)
    whole = whole_of(material.asked)
    places = material.asked.places
    divided = whole is None or any(divides(one.text, whole, places) for one in chosen.candidates)
    # Where something else is asked too, that may be answered without what is counted.
    besides = any("count" not in part.asked.wanted for part in material.parts)
    if not any(_tells_the_office(one, material) for one in first):
        return not first
    counted = besides or any(_counts_it(one, material) and _does_it(one, material) for one in first)
    return divided and (not first or (said and counted))


_MOST_OF_THE_WORDS = 0.5
"""Share of the words about a person that must be known: what he wrote, not where he was born."""


def _asks_for_the_unknown(material: Material) -> bool:
    """Tell whether no hit speaks of what a question asks to be told of something: the salary of a technology manager.

    Of a person, every word besides the names counts; of other things, Chinese words may be said in many other ways.
    """
    asked = material.asked
    noun = _within(asked_noun(asked), material)
    head = tuple(
        c for c in noun if any(name.split()[-1] in stems_of(asked_noun(asked).split()[-1]) for name in c.english)
    )
    if head:
        return set(head) <= set(material.unknown(head))
    if asked.aspects & {"comparable", "doubt", "premise"} or not any(c.kind == "person" for c in material.concepts):
        return False
    words = tuple(concept for concept in material.concepts if concept.kind == "word")
    unknown = sum(concept.weight for concept in material.unknown(words))
    return unknown > _MOST_OF_THE_WORDS * sum(concept.weight for concept in words)


_DENIED = re.compile(r"没|未|\bnot?\b|n't\b|\bnever\b")
"""Why something did not happen, takes for granted that it did not."""
_ASKS_WHO = re.compile(r"谁|哪|何人|什么|\bwho")
_WEIGHED = frozenset(("comparable", "conflict", "not_met", "premise", "belongs"))


def _asks_for_a_reason(material: Material) -> bool:
    """Tell whether a question is why something is so, and not whether what it states is right."""
    asked = material.asked
    # Why it is called so, asks what the name means.
    taken = asked.aspects & (_WEIGHED | {"code"}) or asked.figures or material.parts or _DENIED.search(asked.folded)
    return explaining.WHY.search(asked.folded) is not None and not taken


def _gives_a_reason(candidate: Candidate) -> bool:
    """Tell whether a sentence, or the heading over it, says why: who was elected does not say for what reason."""
    said = f"{candidate.text} {candidate.rendering or ''} {candidate.passage.heading}"
    return explaining.REASON.search(search_key(said)) is not None or explaining.WHY.search(search_key(said)) is not None


def _within(phrase: str, material: Material) -> tuple[Concept, ...]:
    """Return the concepts of the question that an English phrase of it names."""
    stems = stems_of(phrase)
    return tuple(
        concept
        for concept in material.concepts
        if concept.kind != "definition"
        and any(name in stems or (" " in name and name in phrase) for name in concept.english)
    )


def _figures_of_others(material: Material, unknown_share: float, sure: float) -> Draft | None:
    """Decline with the figure that would answer, were it not another's, and say that it is; None without any."""
    asked, bearer = material.asked, material.bearers.asked[0]
    others = [
        replace(candidate, borne_elsewhere=False)
        for candidate in material.candidates
        if candidate.borne_elsewhere and find_figures(candidate.text)
    ]
    chosen = choose(others, material.concepts, asked, of_a_year=material.bearers.bare)
    told = answer_from_sentences(chosen, asked, unknown_share=unknown_share, confidence=sure)
    if told.declined:
        return None
    lead = say("another's", asked.language, name=bearer.zh if asked.language == "zh" else bearer.en)
    return replace(told, lead=lead, declined=True, reason=Reason.NOT_REPORTED, layout="lines")


def _spoken_of(word: str, told: str, knowledge: Knowledge) -> bool:
    """Tell whether any part of a word, or another name of it, stands in a text."""
    names = knowledge.glossary.synonyms_for(word)
    return any(word[i : i + 2] in told for i in range(len(word) - 1)) or any(name in told for name in names)

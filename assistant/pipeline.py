"""READ FIRST. A question and its history through the stages, chained with LangChain.

condense → retrieve → generate → verify
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from inspect import signature
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answering.answerable import chance, signs_of
from assistant.answering.chat_model import ChatModel
from assistant.answering.compose import ask_back, generate, in_script, of_the_whole
from assistant.answering.condense import condense
from assistant.answering.conflicts import conflicts_of
from assistant.answering.current_ledger import CurrentLedger
from assistant.answering.did_you_mean import accept_offer, offer_of, with_note
from assistant.answering.draft import Draft
from assistant.answering.facts import facts_for
from assistant.answering.generate import Progress, Watch, answer_with_model
from assistant.answering.knowledge import Knowledge
from assistant.answering.parts import difference_of, merge_drafts, split_dates, split_questions
from assistant.answering.render import plain_text
from assistant.answering.rephrase import rephrase
from assistant.answering.retrieve import retrieve
from assistant.answering.spans import Names
from assistant.answering.spelling import Reading, stands_in
from assistant.answering.spoken import spoken_in
from assistant.answering.suggest import suggest
from assistant.answering.understand import Understanding, detect_language, understand
from assistant.answering.verify import set_apart, verify_claim
from assistant.answering.working import while_working
from assistant.browsing.library import Library
from assistant.errors import UsageError
from assistant.flow import OF_EVERY_KIND, AskedLanguage, Flow, newest, recent, with_evidence
from assistant.index.search import Index, IndexState, Snapshot
from assistant.language.dates import find_dates
from assistant.language.fold import first_script, search_key, whole_characters
from assistant.language.glossary import build_glossary
from assistant.ledger.overrides import Override
from assistant.schema import Answer, Document, Hit, Reason, Source, TargetTable, Turn, Verdict
from assistant.switches import Switches

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import Runnable

ALL_ON = Switches()

_MOST_KEPT = 4
"""Claims of an answer about several dates: one each, and the best of the question as a whole."""


class Assistant:
    """Answers questions from one index; safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        knowledge: Knowledge,
        *,
        hit_count: int,
        max_question_chars: int,
        model: ChatModel | None = None,
        overrides: Callable[[], tuple[Override, ...]] = tuple,
        extraction: str = "",
        switches: Switches = ALL_ON,
        corpus: Path | None = None,
        callbacks: "Callable[[], list[BaseCallbackHandler]]" = list,
    ) -> None:
        self._index = index
        self._knowledge = knowledge
        self._hit_count = hit_count
        self._max_question_chars = max_question_chars
        self._model = model
        self._callbacks = callbacks
        self._ledger = CurrentLedger(knowledge, overrides, extraction=extraction, used=switches.ledger)
        self._switches = switches
        self.library = Library(index, knowledge, corpus=corpus)
        """What may be browsed without asking a question."""
        self._expanding = knowledge.glossary if switches.expansion else build_glossary(())
        self._dictionary = knowledge.dictionary if switches.dictionary else None

    @cached_property
    def chain(self) -> "Runnable[Flow, Flow]":
        """The stages as one LangChain runnable, so that callbacks and tracing see each of them."""
        from langchain_core.runnables import RunnableLambda

        def stage(name: str, step: Callable[[Flow], Flow]) -> "Runnable[Flow, Flow]":
            def timed(flow: Flow) -> Flow:
                started = perf_counter()
                done = step(flow)
                return replace(done, timings_ms={**done.timings_ms, name: 1_000 * (perf_counter() - started)})

            # LangChain looks up the parameters of a step sixteen times an answer, which costs it a millisecond.
            timed.__signature__ = signature(timed)  # type: ignore[attr-defined]
            return RunnableLambda(timed, name=name)

        return (
            stage("condense", lambda flow: self._condense(flow, model=flow.model))
            | stage("retrieve", self._retrieve)
            | stage("generate", self._generate)
            | stage("verify", self._verify)
        )

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: AskedLanguage = "auto",
        as_of: str | None = None,
        watch: Watch | None = None,
    ) -> Answer:
        """Answer ``question`` from what was published until ``as_of`` (an ISO date or its beginning).

        ``watch`` is told what can be shown while a model writes. Raises UsageError for an empty or overlong question.
        """
        question = accept_offer(" ".join(whole_characters(question).split()))
        if not any(character.isalnum() for character in question):
            raise UsageError("The question is empty. Ask for example: 12621工程有哪些目标？")
        if len(question) > self._max_question_chars:
            raise UsageError(
                f"The question has {len(question)} characters; at most {self._max_question_chars} are read. Shorten it."
            )
        started = perf_counter()
        model = self._model.for_one_question() if self._model else None
        flow = Flow(
            question, recent(history, self._max_question_chars), language, as_of, self._index.snapshot(), watch, model
        )
        done = self.chain.invoke(flow, {"callbacks": self._callbacks(), "run_name": "answer"})
        assert done.answer is not None
        return replace(done.answer, timings_ms={**done.timings_ms, "total": 1_000 * (perf_counter() - started)})

    @property
    def writes(self) -> bool:
        """Tell whether a model writes the answers, which takes seconds and can be watched."""
        return self._model is not None

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: AskedLanguage = "auto",
        as_of: str | None = None,
    ) -> Iterator[Progress | Answer]:
        """Yield what can be shown while a model writes, and the answer at last; closing it ends the model's work."""
        if self._model is None:
            yield self.ask(question, history=history, language=language, as_of=as_of)
            return

        def ask(watch: Watch) -> Answer:
            return self.ask(question, history=history, language=language, as_of=as_of, watch=watch)

        yield from while_working(ask)

    def prepare(self) -> None:
        """Load what questions need besides the index, half a second; UsageError when a model cannot be opened."""
        if self._model is not None:
            self._model.open()
        self._index.snapshot().prepare()
        for question in OF_EVERY_KIND:
            self.chain.invoke(Flow(question, (), "auto", None, self._index.snapshot()))

    def find(self, question: str) -> tuple[Hit, ...]:
        """Return the passages that an answer to ``question`` would be looked for in, best first."""
        flow = Flow(question, (), "auto", None, self._index.snapshot())
        return self._retrieve(self._condense(flow)).hits

    def _condense(self, flow: Flow, *, model: ChatModel | None = None) -> Flow:
        known, names = self._knowledge, self._names(flow.snapshot)
        reading = self._read(flow.question, flow)
        history = flow.history if self._switches.condensing else ()
        condensed = condense(reading.text, history, names)
        if model is not None:
            condensed = rephrase(reading.text, history, condensed, model=model, names=names)
        language = flow.wanted_language
        if language == "auto":
            language = condensed.language or detect_language(reading.text if reading.pinyin else flow.question)
        asked = understand(condensed.text, glossary=known.glossary, programme=known.programme, language=language)
        told = (flow.question, *(turn.content for turn in reversed(flow.history) if turn.role == "user"))
        # 香港的人口是多少？ is the same in both scripts: the conversation says in which one to answer.
        asked = replace(asked, script=first_script(told))
        return replace(flow, standalone=condensed.text, reading=reading, asked=asked, unclear=condensed.unclear)

    def _names(self, snapshot: Snapshot) -> Names:
        known = self._knowledge
        return Names(
            known.glossary,
            known.programme,
            words=lambda text: [word for word, *_ in known.segment(text)],
            spoken=spoken_in(snapshot, known),
        )

    def _read(self, question: str, flow: Flow) -> Reading:
        """Mend slips in known names, but no word that the sources found by the question use as it stands."""
        known = self._knowledge
        if not self._switches.spelling:
            return Reading(question)

        @cache
        def spoken() -> str:
            language = detect_language(question)
            hits = retrieve(
                question,
                flow.snapshot,
                language=language,
                glossary=self._expanding,
                limit=self._hit_count,
                dictionary=self._dictionary,
                as_of=flow.as_of,
            )
            texts = (
                f"{hit.passage.text} {known.translations.english_of_text(hit.passage.document_id, hit.passage.text)}"
                for hit in hits
            )
            return search_key(" ".join(texts))

        def attested(typed: str) -> bool:
            return flow.snapshot.may_hold([typed]) and stands_in(typed, spoken())

        return known.speller.read(question, attested=attested)

    def _retrieve(self, flow: Flow) -> Flow:
        assert flow.asked is not None
        hits = retrieve(
            flow.standalone,
            flow.snapshot,
            language=flow.asked.language,
            glossary=self._expanding,
            limit=self._hit_count,
            definition=self._knowledge.definition_for(flow.asked) if self._switches.expansion else "",
            dictionary=self._dictionary,
            as_of=flow.as_of,
        )
        return replace(flow, hits=tuple(hits))

    def _generate(self, flow: Flow) -> Flow:
        assert flow.asked is not None
        if flow.unclear and not (flow.asked.programme or of_the_whole(flow.asked)):
            return replace(flow, draft=ask_back(flow.asked), hits=())
        table = self._ledger.table(flow.snapshot, as_of=flow.as_of)
        draft = generate(flow.asked, flow.hits, table=table, snapshot=flow.snapshot, knowledge=self._knowledge)
        hits = flow.hits
        parts = split_questions(flow.standalone)
        if len(parts) > 1 and draft.reason not in (Reason.UNSAFE, Reason.OUT_OF_SCOPE):
            whole = draft
            draft, hits = self._answer_parts(flow, parts, table)
            if whole.mode == draft.mode == "ledger" and set(draft.claims) <= set(whole.claims):
                draft, hits = whole, flow.hits  # The ledger answers "how many, and what rate?" in one go.
        elif (
            draft.mode == "extractive"
            and not draft.compares
            and draft.reason not in (Reason.UNSAFE, Reason.OUT_OF_SCOPE)
        ):
            draft, hits = self._answer_dates(flow, draft, table)
        if flow.model is not None:
            draft = self._reworded(flow.asked, hits, draft, flow, flow.model, table)
        draft = in_script(draft, flow.asked)
        return replace(flow, table=table, draft=draft, hits=with_evidence(hits, draft, flow.snapshot))

    def _reworded(
        self,
        asked: Understanding,
        hits: Sequence[Hit],
        draft: Draft,
        flow: Flow,
        model: ChatModel,
        table: TargetTable,
    ) -> Draft:
        """Put a draft into the model's words, as far as they can be verified."""
        known, snapshot = self._knowledge, flow.snapshot
        done = answer_with_model(
            asked,
            hits,
            draft,
            model=model,
            sources=snapshot.sources_of(hit.passage.document_id for hit in hits),
            stored=lambda document_id: snapshot.document(document_id).text,
            languages=known.languages(asked.language),
            watch=flow.watch,
            facts=facts_for(asked, table),
        )
        found = conflicts_of(done.claims, known.register, snapshot.document, asked.language)
        return replace(done, conflicts=tuple(dict.fromkeys((*done.conflicts, *found))))

    def _answer_dates(self, flow: Flow, whole: Draft, table: TargetTable) -> tuple[Draft, tuple[Hit, ...]]:
        """Answer a question about several dates date by date, where each of them has an answer of its own."""
        assert flow.asked is not None
        parts = split_dates(flow.standalone)
        drafts, hits = [], list(flow.hits)
        for part in parts:
            own = self._condense(replace(flow, question=part, history=(), wanted_language=flow.asked.language))
            own = self._retrieve(own)
            assert own.asked is not None
            draft = generate(own.asked, own.hits, table=table, snapshot=flow.snapshot, knowledge=self._knowledge)
            drafts.append(replace(draft, claims=draft.claims[:1]))
            hits += [hit for hit in own.hits if all(hit.passage.id != known.passage.id for known in hits)]
        told = {claim for draft in drafts for claim in draft.claims}
        if not parts or any(draft.declined or draft.mode != "extractive" for draft in drafts) or len(told) < len(parts):
            return whole, flow.hits
        merged = merge_drafts(parts, drafts, flow.asked.language)
        if len(drafts) == 2 and flow.asked.aspects & {"difference"} | flow.asked.wanted & {"comparison"}:
            first, second = (next(iter(m.iso[:4] for m in find_dates(part)), "") for part in parts)
            claims = drafts[0].claims[0], drafts[1].claims[0]
            gap = difference_of(*claims, years=(first, second), language=flow.asked.language)
            merged = replace(merged, claims=(*merged.claims, *filter(None, [gap])))
        kept = [claim for claim in whole.claims if claim not in merged.claims][: _MOST_KEPT - len(merged.claims)]
        return replace(merged, claims=(*merged.claims, *kept), lead=whole.lead, closing=""), tuple(hits)

    def _answer_parts(self, flow: Flow, parts: Sequence[str], table: TargetTable) -> tuple[Draft, tuple[Hit, ...]]:
        """Answer each of several questions asked at once; the later ones lean on the earlier."""
        assert flow.asked is not None
        drafts, hits = [], list(flow.hits)
        for number, part in enumerate(parts):
            earlier = tuple(Turn("user", before) for before in parts[:number])
            own = self._condense(replace(flow, question=part, history=earlier, wanted_language=flow.asked.language))
            own = self._retrieve(own)
            assert own.asked is not None
            drafts.append(generate(own.asked, own.hits, table=table, snapshot=flow.snapshot, knowledge=self._knowledge))
            hits += [hit for hit in own.hits if all(hit.passage.id != known.passage.id for known in hits)]
        return merge_drafts(parts, drafts, flow.asked.language), tuple(hits)

    def _verify(self, flow: Flow) -> Flow:
        asked, draft = flow.asked, flow.draft
        assert asked is not None
        assert draft is not None
        texts = cache(lambda document_id: flow.snapshot.document(document_id).text)
        signs = signs_of(asked, flow.hits, draft, self._knowledge)
        draft = with_note(draft, flow.reading, asked)
        claims = draft.claims
        if self._switches.verification:
            misplaced, derive = self._knowledge.misplaced, self._knowledge.derive
            claims = tuple(verify_claim(claim, texts, misplaced=misplaced, derive=derive) for claim in claims)
        claims, failed = set_apart(claims) if self._switches.verification else (claims, ())
        verified = [citation for claim in claims if claim.verdict is Verdict.VERIFIED for citation in claim.citations]
        answer = Answer(
            question=flow.question,
            standalone=flow.standalone,
            language=asked.language,
            mode=draft.mode,
            text=plain_text(draft, claims, asked.language),
            claims=claims,
            hits=flow.hits,
            declined=draft.declined,
            reason=draft.reason,
            as_of=newest(verified),
            conflicts=draft.conflicts,
            lead=draft.lead,
            closing=draft.closing,
            build_id=flow.snapshot.build_id,
            unverified=(*draft.unverified, *failed),
            confidence=chance(signs),
            signs=signs,
            suggestions=suggest(
                asked,
                replace(draft, claims=claims),
                table=flow.table,
                programme=self._knowledge.programme,
                glossary=self._knowledge.glossary,
                said=[flow.question, *(turn.content for turn in flow.history if turn.role == "user")],
                first=offer_of(flow.reading, asked),
            ),
            usage=flow.model.usage if flow.model else None,
        )
        return replace(flow, answer=answer)

    def override_problems(self) -> tuple[int, list[str]]:
        """Return how many overrides there are, and a line for each that could not be applied."""
        return self._ledger.problems(self._index.snapshot())

    def targets(self, *, as_of: str | None = None) -> TargetTable:
        """Return the twelve indicators with target, progress and evidence."""
        return self._ledger.table(self._index.snapshot(), as_of=as_of)

    def index_state(self) -> IndexState:
        """Return which build of the index is open, and how much is in it."""
        return self._index.state()

    def sources(self) -> list[Source]:
        """Return what is known about each document."""
        return self._index.sources()

    def document(self, document_id: str) -> Document:
        """Return a document with its stored text; KeyError when there is none."""
        return self._index.document(document_id)

    @property
    def knowledge(self) -> Knowledge:
        """The glossary, the indicators and the register that answers are made with."""
        return self._knowledge

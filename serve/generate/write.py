"""Question and evidence -> verified sentences, one by one, as the language model writes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from ingest.language import language_of
from serve.generate import prompts
from serve.generate.agree import TEMPERATURE, agreed
from serve.generate.check import Failed, Passed, check, joined
from serve.generate.context import Evidence, at_the_ends, key_of
from serve.generate.opinion import CONTESTED, contested
from serve.generate.opinion import SCHEMA as OPINION_SCHEMA
from serve.generate.reply import SCHEMA, Drafted, ReplyReader, read
from serve.llm.errors import ModelUnavailable, ReplyForeign
from serve.llm.types import Call, LanguageModel, Message, Prompt, Reply, call_of
from serve.support.verifier import SupportVerifier

REWRITE_TOKENS = 200
OPINION_TOKENS = 200
REWRITTEN = "rewritten: the evidence did not say the first wording"
FEW_WORDS = 3
"""Common words of a language that tell it in a reply of a sentence or two."""
LEAST_SHOWN = 1 / 3
"""Share of the drafted sentences below which a person is told that most is missing."""


@dataclass(slots=True)
class Written:
    """What came of one question, complete once the sentences have been read."""

    passed: list[Passed] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    declined: bool = False
    interrupted: str = ""

    @property
    def too_little(self) -> bool:
        """Another model should be asked."""
        return not self.passed or self.mostly_dropped or bool(self.interrupted)

    @property
    def mostly_dropped(self) -> bool:
        """So little of what was drafted is left that it may be a torso."""
        return len(self.passed) < LEAST_SHOWN * (len(self.passed) + len(self.failed))


def unobjectionable(text: str, evidence: Sequence[str]) -> str:
    """There is nothing against the sentence."""
    return ""


@dataclass(frozen=True, slots=True)
class Writer:
    """A language model whose sentences are shown only after the verifier let them pass.

    `structured`: the provider keeps to a JSON schema. `seconds` bounds a whole answer, rewrites included;
    `tokens` bounds the reply. `objection` says of a sentence, beside the evidence, why it must not be shown.
    With several `drafts` only what most of them say is checked further; with a `second_opinion` the model has
    to stand by it. Both hold every sentence back until all are there.
    """

    model: LanguageModel
    verifier: SupportVerifier
    seconds: float
    tokens: int
    structured: bool
    repair: bool
    objection: Callable[[str, Sequence[str]], str] = unobjectionable
    drafts: int = 1
    second_opinion: bool = False

    def write(self, question: str, evidence: Sequence[Evidence], written: Written) -> Iterator[Passed]:
        """The sentences that pass, each as soon as it is whole; fills `written` on the way.

        Raises ModelUnavailable where nothing was shown yet. A reply that breaks off later ends the sentences,
        and `written.interrupted` says why.
        """
        passed = self._passed(question, evidence, written)
        yield from self._upheld(list(passed), evidence, written) if self.second_opinion else passed

    def _passed(self, question: str, evidence: Sequence[Evidence], written: Written) -> Iterator[Passed]:
        known = {e.key: e for e in evidence}
        prompt = self._prompt(question, evidence)
        reader = ReplyReader()
        try:
            drafted = (
                self._agreed(prompt, reader, written)
                if self.drafts > 1
                else self._streamed(prompt, reader, written)
            )
            for sentences in drafted:
                yield from self._checked(sentences, known, written)
        except ModelUnavailable as error:
            written.calls.append(call_of(self.model.name, "draft", error.spent))
            if not written.passed:
                raise
            written.interrupted = str(error)
        written.declined = reader.declined
        if not written.passed and (language := _foreign(written.failed, evidence)):
            raise ReplyForeign(
                f"the language model {self.model.name} replied in another language ({language})"
            )

    def _streamed(self, prompt: Prompt, reader: ReplyReader, written: Written) -> Iterator[list[Drafted]]:
        """One draft, sentence by sentence; raises ModelUnavailable."""
        for item in self.model.stream(prompt, self.seconds):
            if isinstance(item, Reply):
                written.calls.append(call_of(self.model.name, "draft", item.spent))
                yield reader.finish()
            else:
                yield reader.feed(item)

    def _agreed(self, prompt: Prompt, reader: ReplyReader, written: Written) -> Iterator[list[Drafted]]:
        """What most of the drafts that came say; raises ModelUnavailable where the first did not come.

        The first is whole before the others are begun, which then find its prompt in the provider's cache.
        """
        reply = self.model.complete(prompt, self.seconds / 2)
        written.calls.append(call_of(self.model.name, "draft", reply.spent))
        first = [*reader.feed(reply.text), *reader.finish()]
        others = self._others(replace(prompt, temperature=TEMPERATURE), written)
        kept, alone = agreed(first, others, self.verifier)
        written.failed += alone
        yield kept

    def _others(self, prompt: Prompt, written: Written) -> list[list[Drafted]]:
        """The drafts beside the first, all at once, those that failed left out."""

        def drafted(_: int) -> Reply | ModelUnavailable:
            try:
                return self.model.complete(prompt, self.seconds / 2)
            except ModelUnavailable as error:
                return error

        with ThreadPoolExecutor(self.drafts - 1) as pool:
            replies = list(pool.map(drafted, range(self.drafts - 1)))
        written.calls += [call_of(self.model.name, "draft", r.spent) for r in replies]
        return [read(r.text) for r in replies if isinstance(r, Reply)]

    def _upheld(
        self, passed: Sequence[Passed], evidence: Sequence[Evidence], written: Written
    ) -> Iterator[Passed]:
        """What the model, asked again, does not call unsupported; all of it without a usable reply."""
        keyed: dict[str, Passed] = {}
        for sentence in passed:
            keyed[key_of(sentence.text, set(keyed) | {e.key for e in evidence})] = sentence
        wrong = self._contested({k: p.text for k, p in keyed.items()}, evidence, written) if keyed else set()
        for key, sentence in keyed.items():
            if key in wrong:
                written.passed.remove(sentence)
                written.failed.append(Failed(sentence.text, CONTESTED))
            else:
                yield sentence

    def _contested(
        self, sentences: Mapping[str, str], evidence: Sequence[Evidence], written: Written
    ) -> set[str]:
        asked = Message("user", prompts.opinion(at_the_ends(evidence), sentences))
        schema = OPINION_SCHEMA if self.structured else None
        try:
            prompt = Prompt(prompts.OPINION, (asked,), OPINION_TOKENS, schema)
            reply = self.model.complete(prompt, self.seconds / 3)
        except ModelUnavailable as error:
            written.calls.append(call_of(self.model.name, "second opinion", error.spent))
            return set()
        written.calls.append(call_of(self.model.name, "second opinion", reply.spent))
        return contested(reply.text, sentences.keys())

    def _prompt(self, question: str, evidence: Sequence[Evidence]) -> Prompt:
        examples = [
            message
            for asked, replied in prompts.EXAMPLES
            for message in (Message("user", asked), Message("assistant", replied))
        ]
        # The instructions and the examples, which stand before every question.
        examples[-1] = replace(examples[-1], recurs=True)
        system = f"{prompts.SYSTEM}\n\n{prompts.STRUCTURED}" if self.structured else prompts.SYSTEM
        # Several drafts are asked of the same words.
        last = Message("user", prompts.asked(question, at_the_ends(evidence)), recurs=self.drafts > 1)
        turns = (last,) if self.structured else (*examples, last)
        return Prompt(system, turns, self.tokens, SCHEMA if self.structured else None)

    def _checked(
        self, drafted: Sequence[Drafted], known: Mapping[str, Evidence], written: Written
    ) -> Iterator[Passed]:
        for sentence in drafted:
            found = self._judged(sentence, known)
            mended = self._rewritten(found, written) if isinstance(found, Failed) else [found]
            for passed in mended:
                if all(passed.text != p.text for p in written.passed):
                    written.passed.append(passed)
                    yield passed
            if isinstance(found, Failed) and not mended:
                written.failed.append(found)

    def _judged(self, sentence: Drafted, known: Mapping[str, Evidence]) -> Passed | Failed:
        why = self.objection(sentence.text, [e.shown for e in known.values()])
        return Failed(sentence.text, why, ()) if why else check(sentence, known, self.verifier)

    def _rewritten(self, failed: Failed, written: Written) -> list[Passed]:
        """One try to have it say what the evidence says, in however many sentences; those that pass."""
        if not (self.repair and failed.closest):
            return []
        asked = prompts.rewrite(failed.text, joined(failed.closest), failed.reason)
        try:
            prompt = Prompt(prompts.SYSTEM, (Message("user", asked),), REWRITE_TOKENS)
            reply = self.model.complete(prompt, self.seconds / 3)
        except ModelUnavailable as error:
            written.calls.append(call_of(self.model.name, "rewrite", error.spent))
            return []
        written.calls.append(call_of(self.model.name, "rewrite", reply.spent))
        sentences = read(reply.text)
        near = {e.key: e for e in failed.closest}
        shown = [e.shown for e in failed.closest]
        sound = [s for s in sentences if not self.objection(s.text, shown)]
        again = [check(Drafted(s.text, tuple(near)), near, self.verifier) for s in sound]
        return [replace(p, note=REWRITTEN) for p in again if isinstance(p, Passed)]


def _foreign(failed: Sequence[Failed], evidence: Sequence[Evidence]) -> str:
    """The language of what failed, where it is known and not that of the evidence."""
    replied = language_of(" ".join(f.text for f in failed), FEW_WORDS)
    read = language_of(" ".join(e.shown for e in evidence), FEW_WORDS)
    return replied if read and replied != read else ""

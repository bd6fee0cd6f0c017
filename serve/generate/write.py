"""Question and evidence -> verified sentences, one by one, as the language model writes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from serve.generate import prompts
from serve.generate.check import Failed, Passed, check
from serve.generate.context import Evidence, at_the_ends
from serve.generate.reply import DECLINED, SCHEMA, Drafted, ReplyReader
from serve.llm.errors import ModelUnavailable
from serve.llm.types import LanguageModel, Message, Prompt, Reply
from serve.support.verifier import SupportVerifier

REWRITE_TOKENS = 120
REWRITTEN = "rewritten: the evidence did not say the first wording"
LEAST_SHOWN = 1 / 3
"""Share of the drafted sentences below which a person is told that most is missing."""


@dataclass(slots=True)
class Written:
    """What came of one question, complete once the sentences have been read."""

    passed: list[Passed] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    declined: bool = False
    interrupted: str = ""

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
    """

    model: LanguageModel
    verifier: SupportVerifier
    seconds: float
    tokens: int
    structured: bool
    repair: bool
    objection: Callable[[str, Sequence[str]], str] = unobjectionable

    def write(self, question: str, evidence: Sequence[Evidence], written: Written) -> Iterator[Passed]:
        """The sentences that pass, each as soon as it is whole; fills `written` on the way.

        Raises ModelUnavailable where nothing was shown yet. A reply that breaks off later ends the sentences,
        and `written.interrupted` says why.
        """
        known = {e.key: e for e in evidence}
        reader = ReplyReader()
        try:
            for item in self.model.stream(self._prompt(question, evidence), self.seconds):
                if isinstance(item, Reply):
                    written.replies.append(item)
                    yield from self._checked(reader.finish(), known, written)
                else:
                    yield from self._checked(reader.feed(item), known, written)
        except ModelUnavailable as error:
            if not written.passed:
                raise
            written.interrupted = str(error)
        written.declined = reader.declined

    def _prompt(self, question: str, evidence: Sequence[Evidence]) -> Prompt:
        examples = [
            message
            for asked, replied in prompts.EXAMPLES
            for message in (Message("user", asked), Message("assistant", replied))
        ]
        system = f"{prompts.SYSTEM}\n\n{prompts.STRUCTURED}" if self.structured else prompts.SYSTEM
        last = Message("user", prompts.asked(question, at_the_ends(evidence)))
        turns = (last,) if self.structured else (*examples, last)
        return Prompt(system, turns, self.tokens, SCHEMA if self.structured else None)

    def _checked(
        self, drafted: Sequence[Drafted], known: Mapping[str, Evidence], written: Written
    ) -> Iterator[Passed]:
        for sentence in drafted:
            why = self.objection(sentence.text, [e.shown for e in known.values()])
            found = Failed(sentence.text, why, None) if why else check(sentence, known, self.verifier)
            if isinstance(found, Failed) and self.repair and found.closest:
                found = self._rewritten(found, found.closest, written)
            if isinstance(found, Passed):
                if all(found.text != p.text for p in written.passed):
                    written.passed.append(found)
                    yield found
            else:
                written.failed.append(found)

    def _rewritten(self, failed: Failed, closest: Evidence, written: Written) -> Passed | Failed:
        """One try to have it say what the evidence says; where that fails, the first verdict stands."""
        asked = prompts.rewrite(failed.text, closest.shown, failed.reason)
        try:
            prompt = Prompt(prompts.SYSTEM, (Message("user", asked),), REWRITE_TOKENS)
            reply = self.model.complete(prompt, self.seconds / 3)
        except ModelUnavailable:
            return failed
        written.replies.append(reply)
        reader = ReplyReader()
        sentences = [*reader.feed(reply.text), *reader.finish()]
        declined = DECLINED in reply.text or len(sentences) != 1
        if declined or self.objection(sentences[0].text, [closest.shown]):
            return failed
        again = check(Drafted(sentences[0].text, (closest.key,)), {closest.key: closest}, self.verifier)
        if isinstance(again, Failed):
            return failed
        return Passed(again.text, again.spans, again.score, REWRITTEN)

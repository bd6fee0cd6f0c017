"""Self-consistency: of the first draft, the sentences that most of the drafts say.

After Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models", ICLR 2023; whole
answers are never alike, so that sentences vote rather than answers.
"""

from collections.abc import Sequence

from serve.generate.check import Failed
from serve.generate.reply import Drafted
from serve.support.verifier import SupportVerifier

TEMPERATURE = 0.7
"""Of every draft but the first: at 0 they would all be the first."""


def agreed(
    first: Sequence[Drafted], others: Sequence[Sequence[Drafted]], verifier: SupportVerifier
) -> tuple[list[Drafted], list[Failed]]:
    """The sentences that more than half of the drafts say, the first among them, and those left alone.

    Another draft says a sentence where the support check finds it in that draft's words: the check tells
    figures apart, and a "not" from none, which vectors do not.
    """
    texts = [" ".join(d.text for d in other) for other in others]
    kept, alone = list[Drafted](), list[Failed]()
    for sentence in first:
        verdicts = verifier.verify([sentence.text] * len(texts), texts)
        votes, drafts = 1 + sum(v.supported for v in verdicts), 1 + len(texts)
        if 2 * votes > drafts:
            kept.append(sentence)
        else:
            alone.append(Failed(sentence.text, f"only {votes} of {drafts} drafts say it"))
    return kept, alone

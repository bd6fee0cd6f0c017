"""A sentence said otherwise, so that the original still says it: a verifier must not match strings."""

import random
import re
from collections.abc import Callable

from eval.training.support import lexicon

Rewording = Callable[[str, random.Random], str]

_LEAD = re.compile(
    r"^(?:However|Therefore|Moreover|Furthermore|In addition|Additionally|In this case|For example|"
    r"For instance|Note that|As a result|Thus|Hence|In general|Generally|In practice|Finally|Also|"
    r"Instead|In other words|Basically|Of course|Now|Then|Similarly|In particular|By default)"
    r"(?:, | (?!(?:of|to|that|as|known|available)\b))(?=\w)"
)
_ASIDE = re.compile(r" \([^()]{2,80}\)")
_TAIL = re.compile(
    r"^(.{30,}?), (?:which|where|whereas|while|so that|making|allowing|including|such as) .+([.!])$"
)
_CONDITION = re.compile(
    r"^(If|When|While|Because|Since|Although|After|Before|Unless|Once) (.{8,}?), "
    r"(?!(?:[^,]{1,40}, )?(?:and|or)\b)(.{12,})([.!])$"
)
"""Not at a comma inside the condition: "If the key is null, or empty, then"."""
_LIST = re.compile(r"(?<=[ :])([\w`-]+), ([\w`-]+), (and|or) ([\w`-]+)(?=[.,](?!\w))")
"""With a comma before "and", and nothing behind: in "In Go, maps and slices", Go is no item."""
_PERCENT = re.compile(r"(\d) ?%")


def synonyms(sentence: str, rng: random.Random) -> str:
    """One to three words by others of the same meaning."""
    found = [(a, b) for a, b in lexicon.SYNONYMS if re.search(_word(a), sentence)]
    for a, b in rng.sample(found, min(len(found), rng.randint(1, 3))):
        sentence = re.sub(_word(a), b, sentence, count=1)
    return sentence


def spelling_out(sentence: str, rng: random.Random) -> str:
    """Contractions, small figures and per cent written the other way."""
    for a, b in lexicon.CONTRACTIONS + lexicon.FIGURES:
        if re.search(_alone(a), sentence) and rng.random() < 0.7:
            sentence = re.sub(_alone(a), b, sentence, count=1)
            break
    return _PERCENT.sub(r"\1 percent", sentence)


def shortened(sentence: str, rng: random.Random) -> str:
    """Without an aside in brackets, a linking word in front, or a clause that hangs on at the end."""
    sentence = _ASIDE.sub("", _LEAD.sub("", sentence))
    if match := _TAIL.match(sentence):
        sentence = match[1] + match[2]
    return sentence[:1].upper() + sentence[1:]


def turned(sentence: str, rng: random.Random) -> str:
    """The main clause before its condition; the items of a list in another order."""
    if match := _CONDITION.match(sentence):
        main = match[3][:1].upper() + match[3][1:]
        return f"{main} {match[1].lower()} {match[2]}{match[4]}"
    return _LIST.sub(lambda m: f"{m[4]}, {m[1]} {m[3]} {m[2]}", sentence, count=1)


def casual(sentence: str, rng: random.Random) -> str:
    """With a phrase in front that adds no fact."""
    lead = rng.choice(
        ("In short, ", "According to the text, ", "Yes, ", "The documentation says that ", "Basically, ")
    )
    return lead + (sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:])


REWORDINGS: tuple[Rewording, ...] = (synonyms, spelling_out, shortened, turned, casual)


def reworded(sentence: str, rng: random.Random) -> str:
    """By none to three of the rewordings, in any order."""
    for change in rng.sample(REWORDINGS, rng.choice((0, 1, 1, 2, 3))):
        sentence = change(sentence, rng)
    return sentence


def merged(first: str, second: str, rng: random.Random) -> str:
    """Two sentences as one."""
    link = rng.choice((" and ", ", and ", "; ", ", while ", "; also, "))
    second = second if second[1:2].isupper() else second[:1].lower() + second[1:]
    return first.rstrip(".!") + link + second


def _word(text: str) -> str:
    """A pattern of the word where it is no part of an identifier or a compound."""
    return rf"(?<![\w.`-]){text}(?![\w`(-]|\.\w)"


def _alone(text: str) -> str:
    """A pattern of the word or figure where it is no part of a longer figure, an amount or a version."""
    return rf"(?<![\w.,:/$#^`+-]){text}(?![\w.%$^`+-]|[,:/]\d)"

"""Which language a text is in, by its script and its commonest words; nothing where neither tells.

The embedding model that ships reads English: for other languages, search leans on BM25.
"""

import re
from collections import Counter

_SAMPLE = 20_000
_LEAST = 8
"""Letters, or common words of a language, below which nothing is said."""

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_COMMON = {
    "en": "the and of to is that for with are this not be was by from which have has it an",
    "de": "der die und das ist nicht mit den von ein eine auf für dem sich wird auch werden oder zu",
    "fr": "le la les des est une dans que pour qui pas sur avec sont par aux cette plus ou du",
    "es": "el los las que una por con para del es se como más pero sus son al esta lo su",
    "it": "il che di per una non con sono della nel gli alla più anche come dei le è un si",
    "pt": "que não uma para com os dos por mais como em das ao são ou foi seu na no é",
    "nl": "het een van en dat niet voor zijn met op aan ook door wordt maar bij of deze er is",
    "sv": "och att det som en på är av för med den till inte ett har om var eller kan från",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


def language_of(text: str, least: int = _LEAST) -> str:
    """The ISO 639-1 code, or an empty string where fewer than `least` common words or letters tell it."""
    sample = text[:_SAMPLE]
    letters = sum(char.isalpha() for char in sample)
    for language, script in _SCRIPTS:
        # A handful of kana makes Japanese of what is mostly Chinese characters.
        share = 0.05 if language == "ja" else 0.3
        found = len(script.findall(sample))
        # A few Chinese characters may be Japanese names.
        if found >= (least if language != "zh" else 5 * least) and found > letters * share:
            return language
    counts = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    scores = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best, second = sorted(scores, key=lambda language: scores[language], reverse=True)[:2]
    clear = scores[best] >= least and scores[best] > scores[second] * 1.3
    return best if clear and scores[best] > sum(counts.values()) * 0.08 else ""

"""Which language a text is in."""

import pytest

from ingest.language import language_of

TEXTS = {
    "en": "Zebras graze in the morning and drink at noon. They are not afraid of the lions by the river.",
    "de": "Zebras grasen am Morgen und trinken am Mittag. Das ist nicht die Zeit der Löwen, die auf dem"
    " Berg liegen und mit den Jungen spielen.",
    "fr": "Les zèbres paissent le matin et boivent à midi, avec des lions qui ne sont pas sur la rive.",
    "es": "Las cebras comen por la mañana y beben con los leones que no están en el río, pero se ven.",
    "ja": "シマウマは朝に草を食べ、昼に水を飲みます。",
    "zh": "斑马早上吃草，中午喝水。它们不怕睡在河边的狮子，因为狮子只在晚上捕猎，而斑马睡在离河很远的山上。",
    "ko": "얼룩말은 아침에 풀을 뜯고 정오에 물을 마신다.",
    "ru": "Зебры пасутся утром и пьют в полдень.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_scripts_and_common_words_tell(language: str, text: str):
    """A sentence or two are enough."""
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "# B", "SKU-8847 | A-12 | 450", "x = f(y)", "名前 | 年齢 | 住所"])
def test_too_little_says_nothing(text: str):
    """A guess is worse than nothing."""
    assert language_of(text) == ""

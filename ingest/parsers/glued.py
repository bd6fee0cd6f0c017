"""Tables whose cells lost their separators: `ApproachHow It WorksWhen to Use`.

Copying a table out of a web page as text can glue the cells of a row together. A cell then ends
where a word is followed at once by a capital (`benchmarksMMLU`, `(QA)When`), but names in
CamelCase look alike (`HumanEval`). Each place is scored, and a row is cut at the best n - 1.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_POINT = re.compile(
    r"(?<=[a-z\d)\].!?%’”\"'])(?=[A-Z][A-Za-z\d’'/.&,()\s-])|(?<=[a-z])(?=[+~$<>≤≥]?\d)|(?<=[)\]%])(?=[+~$]?\d)|(?<=[A-Z])(?=[A-Z][a-z]{2})"
)
_WORD = re.compile(r"[A-Za-z\d]+")
_HEADER_END = re.compile(r"[.!?:;,]$")
_MAX_HEADER = 120
_STRONG = 2.0


def glued_rows(lines: Sequence[str], vocabulary: frozenset[str]) -> list[list[str]]:
    """The rows with their cells recovered, header first; empty where these lines are no such table.

    `vocabulary` holds the words that stand alone elsewhere in the document: a name found there
    is a word, not two cells.
    """
    if len(lines) < 3 or not is_glued_header(lines[0], vocabulary):
        return []
    scores = [_points(line, vocabulary, title=number == 0) for number, line in enumerate(lines)]
    for cuts in range(len(scores[0]), 0, -1):
        fitting = [row for row in scores[1:] if len(row) >= cuts and _mean(row, cuts) >= _STRONG]
        if len(fitting) >= max(2, (len(lines) - 1) * 2 / 3):
            return [_cut(line, row, cuts) for line, row in zip(lines, scores, strict=True)]
    return []


def is_glued_header(line: str, vocabulary: frozenset[str]) -> bool:
    """Whether a line could be a header row: short, title-case words glued together, no full stop."""
    if len(line) > _MAX_HEADER or _HEADER_END.search(line) or not line[:1].isupper():
        return False
    return bool(_points(line, vocabulary, title=True))


def _points(line: str, vocabulary: frozenset[str], title: bool) -> dict[int, float]:
    """Position -> how likely a cell ends there."""
    found = {match.start(): _score(line, match.start(), vocabulary) for match in _POINT.finditer(line)}
    threshold = 1.0 if title else 0.0
    return {place: score for place, score in found.items() if score > threshold}


def _score(line: str, place: int, vocabulary: frozenset[str]) -> float:
    before = re.search(r"[A-Za-z]*$", line[:place])
    after = _WORD.match(line, place)
    left = before.group() if before else ""
    right = after.group() if after else ""
    score = _left_score(left, line, place)
    inside_word = line[place - 1].isalnum() and line[place].isalnum()
    if inside_word and _token(line, place) in vocabulary:
        score -= 4
    if right.lower() in vocabulary or _first_part(right).lower() in vocabulary:
        score += 1
    if left.lower() in vocabulary:
        score += 0.5
    if not line[place].isalpha() and score < 3.5:
        score -= 0.5
    return score


def _left_score(left: str, line: str, place: int) -> float:
    last = line[place - 1]
    if not last.isalnum():
        # `word.Word` and `(...)Word`: nobody writes that inside a cell.
        return 3.0
    if last.isdigit():
        return 1.0 if line[place : place + 2].istitle() and line[place + 1 : place + 2].islower() else -1.0
    if left.islower():
        return 3.0 if len(left) > 2 else 1.5
    # A capitalised word glued to another: CamelCase, unless a cell or a part of a name begins with it.
    start = place - len(left)
    if start == 0:
        return 2.0
    return 1.5 if left[1:].islower() and line[start - 1] in " -/(" else 1.0


def _token(line: str, place: int) -> str:
    """The whole stretch of letters and digits around a place, in lower case."""
    start, end = place, place
    while start > 0 and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return line[start:end].lower()


def _first_part(word: str) -> str:
    """`Comparing` of `ComparingModels`, `MMLU` of `MMLU`."""
    part = re.match(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", word)
    return part.group() if part else word


def _best(points: dict[int, float], cuts: int) -> list[int]:
    return sorted(sorted(points, key=lambda place: (-points[place], place))[:cuts])


def _mean(points: dict[int, float], cuts: int) -> float:
    return sum(points[place] for place in _best(points, cuts)) / cuts


def _cut(line: str, points: dict[int, float], cuts: int) -> list[str]:
    places = [0, *_best(points, cuts), len(line)]
    return [line[start:end].strip() for start, end in pairwise(places)]

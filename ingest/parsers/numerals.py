"""The numbers of list entries as they are written: figures, letters, Roman numerals."""


def written(count: int, kind: str) -> str:
    """The number in a style of DOCX (`lowerLetter`) or docutils (`upperroman`); any other is figures."""
    kind = kind.lower()
    if kind.endswith(("letter", "alpha")) and 1 <= count <= 26:
        return _cased(chr(ord("a") + count - 1), kind)
    if kind.endswith("roman") and 1 <= count < 40:
        units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[count % 10]
        return _cased("x" * (count // 10) + units, kind)
    return str(count)


def _cased(number: str, kind: str) -> str:
    return number.upper() if kind.startswith("upper") else number

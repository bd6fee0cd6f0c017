"""Labels of a PDF: what announces a heading, a note or an entry, and is no heading of its own."""

import re

from ingest.parsers.pdflines import Line

_NUMBER = (
    r"\d{1,3}|[ivxlc]{1,6}|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
)
_CHAPTER = re.compile(
    r"(?:chapter|part|appendix|annex|kapitel|teil|anhang|chapitre|partie|annexe|cap[ií]tulo|parte|ap[eé]ndice)"
    rf"(?:\s+(?:{_NUMBER}))?[.:]?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:note|tip|hint|important|warning|caution|danger|see also|hinweis|tipp|wichtig|achtung|"
    r"warnung|vorsicht|gefahr|remarque|avertissement|nota|consejo|aviso|advertencia|precauci[oó]n)\s*[.:!]?",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:table|figure|fig\.|listing|example|tabelle|abbildung|tableau|tabla|figura)\s+\S*\d\S*", re.IGNORECASE
)
_LONGEST = 60


def announces(text: str) -> bool:
    """`Chapter 4`, `APPENDIX B`, or `CHAPTER` with its number below: the title comes after it."""
    return bool(_CHAPTER.fullmatch(text))


def is_aside(text: str) -> bool:
    """`NOTE`, `Warning:`: the title of a box, after which the section goes on."""
    return bool(_ASIDE.fullmatch(text))


def term(line: Line) -> str:
    """The bold words that a line begins with, where it goes on to say what they are; else nothing.

    LaTeX sets the entries of a description list so: the term, then its text with a capital, on one line.
    """
    bold = next((i for i, word in enumerate(line.words) if word.bold < len(word.text)), 0)
    lead = " ".join(word.text for word in line.words[:bold])
    if not re.search(r"[^\W\d_]", lead) or not lead[-1].isalnum() or len(lead) > _LONGEST:
        return ""
    follows = line.words[bold]
    says = not follows.bold and follows.text[:1].isupper() and not _CAPTION.match(lead)
    return lead if says else ""

"""Figures: which words of a unit can answer a question for a number."""

import re

from ingest.tokens import tokenize
from retrieval.query.wording import wording

_NUMBER = re.compile(
    r"(?<![\w-])(?<![a-z]/)(?<!\d\.)[$€£~>≈]?\d[\d.,]*(?:\s?(?:%|[a-zµ]+\b|x\b))?"
    r"|(?<!first )(?<!last )(?<!next )(?<!other )(?<!these )(?<!those )(?<!all )\b"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|half|twice|double|dozen)\b"
    r"|\bone(?= percent| in \w| third| quarter| tenth| hundredth| second| minute| hour| day| week| month"
    r"| year)"
    r"|\b(?:at (?:least|most)|exactly|no more than|only|up to) one\b"
    r"|\ba (?:third|quarter|fifth|tenth)\b"
    r"|\bdozens\b|\b(?:hundred|thousand|million|billion)s?\b"
    r"|\bunlimited\b|\bany number\b|\bas many\b|\bno limit\b|\binfinite",
    re.IGNORECASE,
)
_MONEY = (
    r"[$€£¥₹]\s?\d[\d.,–-]*\w*|\d[\d.,–-]*\s?(?:[$€£¥₹]|USD|EUR|GBP|CHF|JPY|dollars?|euros?|cents?|pounds?"
    r"|pence|francs?|yen|kron\w+|crowns?|rupees?|yuan)"
)
_TIME = "(?:milli)?seconds?|minutes?|hours?|days?|weeks?|months?|years?"
_LONG = "hours?|days?|weeks?|months?|years?"


def _span(units: str, signs: str) -> str:
    """A time in figures, or in words: "12 minutes", "15 ms", "for days", "half an hour"."""
    plural = units.replace("s?", "s")
    return rf"\d[\s-]?(?:{units}|{signs})\b|\b(?:{plural})\b|\b(?:an?|half|one) (?:{units})\b"


_SOME = "how many (?:more |full |other )?"
_SPAN = rf"{_SOME}(?:{_TIME})"
_SIZES = "(?:kilo|mega|giga|tera|kibi|mebi|gibi)?bytes?"
_BYTES = (
    rf"how many (?:{_SIZES}|[kmgt]i?b)|how much (?:gpu |main |peak )?(?:disk|memory|ram|space|storage|vram)"
)
_SHARE = r"\d\s?(?:%|x\b|×)|percent|\btimes\b|\btwice\b|\bhal(?:f|ves?)\b|\bdoubl"
_OFTEN = (
    r"\b(?:once|twice|hourly|daily|nightly|weekly|monthly|quarterly|annually|yearly|periodically|continuously)\b"
    rf"|\b(?:an?|each|every|per) (?:\d+ |other |few )?(?:{_TIME}|night|quarter)\b|\d\s?%|\btimes\b"
)
_KINDS = (
    (
        wording("charged?|charges|costs?|price|priced|paid|pay|bill|budget|expensive|cheap|salary|dollars?"),
        _MONEY,
    ),
    (
        wording("percent|percentage|share|gain|improve\\w*|degrad\\w*|lose|loss|save|saves|accura\\w*"),
        r"\d\s?%|percent",
    ),
    (wording("faster|speed|speed-?up|slower|smaller|cheaper"), r"\d\s?(?:x|×)|\btimes\b|twice"),
    (
        wording("long|latency|milliseconds?|seconds?|minutes?|quick\\w*|slow|delay"),
        r"\d\s?(?:ms|s|(?:milli)?second|minute|hour|day|week|month)\b|\b(?:second|minute|hour|day|week|month)s\b",
    ),
    (wording(f"{_SOME}(?:milliseconds|seconds|minutes|hours)"), _span(_TIME, "ms|min|[smh]")),
    (wording(f"{_SOME}(?:days|weeks|months|years)"), _span(_LONG, "[hd]")),
    (wording(_BYTES), rf"\d\s?(?:[kmgt]i?b|[kmgt]|{_SIZES})\b|{_SHARE}"),
    (wording("how (?:often|frequently)"), _OFTEN),
    (wording("scores?|ratings?|dimensions?|accuracy"), r"\d"),
    (wording("year"), r"\b(?:19|20)\d\d\b"),
)
_PART = re.compile(r"[$€£~>≈]?\d[\w.,%]*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[.;!?](?=\s)")
_APART = frozenset(["per", "for", "every", "each", ".", ";", "!", "?"])
BESIDE = 4
"""Words between a figure and what it counts, and one."""
_CHANGE = re.compile(
    r"\bby how much\b|\bhow much (?:bigger|cheaper|faster|larger|less|longer|more|slower|smaller)\b"
    r"|\bhow much\b[^?]*\b(?:lowers?|reduces?|cuts?|saves?|shrinks?|drops?|improves?)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\bhow much\b[^?]*\b(?:costs?|charged?|paid|pay|earn)\b|\bwhat\b[^?]*\b(?:prices?|charge|salary|earn)\b"
    r"|\bprices? (?:for|of|per)\b|\bcosts? per\b"
    r"|\b(?:in|how many|what) percent(?:age)?\b"
    r"|\bwhat (?:\w+ ){0,2}?(?:score|rating|accuracy) (?:do|does|did|can|will|has|have)\b"
    r"|\bwhich (?:[\w-]+ ){0,2}?(?:accuracy|score) (?:did|do|does|has)\b"
    r"[^?]*\b(?:achieve|get|have|obtain|reach)"
    rf"|\b(?:score|rating|dimension)s? (?:of|for)\b|\b(?:{_SPAN}|{_BYTES})\b",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(r"\bhow (?:often|frequently)\b", re.IGNORECASE)
_FREQUENCY = re.compile(_OFTEN, re.IGNORECASE)
_HOW_LONG = re.compile(r"\bhow (?:long|quickly|soon)\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:seconds|minutes|hours|days|weeks|months|years)\b", re.IGNORECASE)
"""What takes hours or days takes a time that is said, if in no figures."""
_RATIO = re.compile(_SHARE, re.IGNORECASE)
"""How much something changes is a share or a factor, also of what is paid."""
_NO_COUNT = re.compile(rf"\d[\d.,–-]*\s?(?:%|percent\b)|{_MONEY}", re.IGNORECASE)
"""Shares and sums of money, of which none is the number of anything, or a time."""
_SINCE = re.compile(
    r"\b(?:added|changed|deprecated|introduced|new|removed)(?: in)?(?: version)? v?\d[\d.]*\d", re.IGNORECASE
)
"""Since which version something is there: the number of nothing else."""
_PLACE = re.compile(
    r"(?<=\w)\(\d[a-z]?\)|\b(?:appendix|chapter|figure|section)s? \d[\d.]*|\bexample \d+\.\d+",
    re.IGNORECASE,
)
"""Where something stands, `git-config(1)` or "Section 12.1": no number of anything."""
_STAMP = re.compile(r"\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?(?![\w-])")
"""A date in figures, 2022-01-16: how many or how much of nothing."""
_LASTS = re.compile(
    rf"(?:\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)) (?:{_TIME})\b",
    re.IGNORECASE,
)
"""A time: nothing is counted by it."""
_IN_A_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][\w-]*[^\W\d_] \d{1,2}(?:\.\d)?(?![\w%/]|[,.]\d| ?[^\W\d_]*s\b)")
"""LLaMA 3, Gemini 1.5: no number of anything; "Elo 1200", "Keep 5 replicas" and "Redis 3 seconds" are."""
_MEASURES = [(asked, re.compile(form, re.IGNORECASE)) for asked, form in _KINDS]

_DATE = re.compile(
    r"\b(?:1\d|20)\d\d\b|\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|june|july|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d(?:st|nd|rd|th)"
    r"|century|ago|yesterday|today|tomorrow)\b|\b(?:in|of) May\b|\bMay \d",
    re.IGNORECASE,
)
_YEAR_ASKED = wording("(?:what|which) year")
_YEAR = re.compile(r"\b1[0-9]\d\d\b|\b20\d\ds?\b|\bcentur(?:y|ies)\b", re.IGNORECASE)
_THING = (
    r"(?!(?:\w*seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|\w*bytes|percent"
    r"|dollars?|euros?|cents|pounds|pence|francs?|kron\w+|crowns?|rupees?|yuan)\b)"
    r"([^\W\d_]{4,})"
)
_HOW_MANY = r"\bhow many (?:(?:different|other|total|more|of the) )?"
_ENDS = r"(?= (?:do|does|did|is|are|was|were|can|could|should|would|will|has|have|had|in|on|for|per|to)\b)"
_COUNTED = [
    re.compile(_HOW_MANY + form, re.IGNORECASE)
    for form in (rf"(?:(?!times\b|of\b)[\w-]+ ){{0,2}}?{_THING}{_ENDS}", _THING)
]
"""Measures are left out: they are written as signs (ms, $) as often as in words."""
_MEASURED = re.compile(
    r"\b((?!(?:an?|average|best|default|ideal|is|largest|longest|max|maximum|min|minimum|recommended|the"
    r"|typical|usual|what|which)\b)[^\W\d_]{3,} (?:dimension|length|rate|rating|window)|dimension|rating)s?"
    r" (?:of|for|on|should|works?)\b|\b(context (?:length|window))(?= (?:length|size)\W*$|\W*$)",
    re.IGNORECASE,
)
"""The measure that is asked for by its own name: the context window of a model, its learning rate."""

_VERSION_ASKED = wording(
    r"(?:which|what|minimum|oldest|earliest|lowest|latest|newest) "
    r"(?:(?!(?:can|did|do|does|happen(?:ed|s)?|if|will|when|would)\b)[\w.-]+ ){0,3}?(?:release\b|versions?)"
    r"(?! control)"
)
_VERSION = re.compile(
    r"(?<![\w.])(?:v?\d+(?:\.\d+)+|[vV]\d+)(?![\w.]*\d)"
    r"|\b(?:versions?|releases?|since|from|in|of|before|after|until|requires?|needs?|supports?|on"
    r"|[A-Z][\w+#.]*)(?: at least| than| or)? \d+(?![\w.]*\d| [a-z]+s\b|%)"
)


def asks_for_a_version(question: str) -> bool:
    """ "Which Python version does it need?"."""
    return bool(_VERSION_ASKED.search(question))


def names_a_version(text: str) -> bool:
    """The text has a figure that may be one: 3.10, v2, "Python 3", "since 5"; not 32 of "32 columns"."""
    return bool(_VERSION.search(_PLACE.sub(" ", text)))


def dated(text: str) -> bool:
    """The text says when: a year, a month, a day of the week, a century, so long ago."""
    return bool(_DATE.search(text))


def asks_for_a_year(question: str) -> bool:
    """ "In what year was it published?": no other date is an answer."""
    return bool(_YEAR_ASKED.search(question))


def names_a_year(text: str) -> bool:
    """The text says in which year, or in which decade or century."""
    return bool(_YEAR.search(text))


def counted(question: str) -> str:
    """What a question asks the number of: `calls` in "how many model calls does it make"; empty for none."""
    found = (form.search(question) for form in _COUNTED)
    return next((match[1] for match in found if match), "")


def measured(question: str) -> str:
    """The measure by its own name: `learning rate` of "the learning rate for DPO"; else nothing.

    That of a context is its length, its size or its window: `context`.
    """
    match = _MEASURED.search(question)
    named = match[1] or match[2] if match else ""
    return "context" if named.casefold().startswith("context") else named


def new_figures(question: str, text: str) -> bool:
    """The text holds a number that the question does not, or says in words how long it takes or how often."""
    if _HOW_LONG.search(question) and _TIMES.search(text):
        return True
    if _HOW_OFTEN.search(question) and _FREQUENCY.search(text):
        return True
    asked = {m[0].casefold() for m in _NUMBER.finditer(question)}
    thing = counted(question)
    apart = [_NO_COUNT, _LASTS] if thing else [_NO_COUNT] if _HOW_LONG.search(question) else []
    for no_number in (*apart, _PLACE, _SINCE, _STAMP, _IN_A_NAME):
        text = no_number.sub(" ", text)
    return any(m[0].casefold() not in asked for m in _NUMBER.finditer(text))


def asks_for_money(question: str) -> bool:
    """ "gpt-4o price per million tokens": nothing but a sum of money is an answer, and no saving."""
    charged = needs_its_measure(question) and _MEASURES[0][0].search(question)
    return bool(charged) and not _CHANGE.search(question)


def needs_its_measure(question: str) -> bool:
    """Nothing but money, or by how much it falls, is an answer; or nothing but a share, or digits."""
    return bool(_PRICE.search(question))


def near_a_figure(thing: str, text: str) -> bool:
    """Where the text speaks of the thing at all, a figure stands beside it: "8 large experts", "layers: 12".

    Not another measure's: "eight hours per page" counts no pages.
    """
    stems = set(tokenize(thing))
    parts = [m[0] for m in _PART.finditer(text)]
    things = [i for i, part in enumerate(parts) if stems & set(tokenize(part))]
    figures = [i for i, part in enumerate(parts) if _NUMBER.match(part)]
    pairs = ((min(t, f), max(t, f)) for t in things for f in figures if abs(t - f) <= BESIDE)
    return not things or any(not _APART.intersection(map(str.casefold, parts[a:b])) for a, b in pairs)


def fits(question: str, text: str) -> bool:
    """The text holds a figure of the measure that the question's wording asks for: money, time, a share."""
    if _CHANGE.search(question):
        return bool(_RATIO.search(text))
    return any(asked.search(question) and form.search(text) for asked, form in _MEASURES)

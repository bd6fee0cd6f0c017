"""What kind of answer a question asks for, read from its wording."""

import re
from dataclasses import dataclass

from retrieval.query.wording import wording
from serve.extract.makers import asks_for_a_maker

_MANY = """advantages|approaches|benefits|causes|challenges|components|cons|criteria|dangers|datasets|
    differences|disadvantages|drawbacks|examples|factors|formats|frameworks|guardrails|kinds|limitations|limits|measures|methods|
    metrics|mistakes|models|modes|options|parts|patterns|phases|problems|pros|reasons|risks|stages|steps|strategies|
    symptoms|techniques|things|tips|tools|tricks|types|ways""".replace("\n    ", "")
_TO_IMPROVE = """avoid|combat|cut|deal|decrease|fight|fix|handle|improve|increase|limit|lower|minimi[sz]e|
    mitigate|optimi[sz]e|prevent|protect|reduce|save|secure|speed""".replace("\n    ", "")
_LIST = wording(rf"""
    what (?:are|were)\b(?! (?:a|an)\b)
    what (?:\w+ ){{0,3}}?(?:{_MANY})
    which (?:\w+ ){{0,3}}?\w{{3,}}s\b(?! (?:the|a)\b)
    (?:{_MANY}) (?:to|of|for|and)
    list|enumerate
    name (?:the|some|all|a few|two|three|four|five|\d)
    what (?:can|could|should) (?:i|you|we|one) do
    how (?:can|do|could|should|would|to)\b.*\b(?:{_TO_IMPROVE})
    what (?:goes|went) wrong
    what causes
    """)
_STEPS = wording(r"""
    steps?|stages?|phases?|pipeline|procedure|process|workflow|algorithm|step by step
    walk me through|in (?:what|which) order
    how (?:do|does|is|are|did|would|can|should)\b.*\b(?:works?|working|function|done|built|trained)
    how (?:do|does|is|are|did|would|can|should)\b.*\b(?:build|implement|set up|design|happen)
    """)
_CODE = wording(r"""
    pseudocode|snippet|in code|code (?:for|to|that|examples?|samples?)|(?:example|sample) code|code\W*$
    (?:in|with|using|as) (?:bash|json|python|sql|yaml)
    (?:bash|json|python|sql|yaml)\b[^?]*\b(?:class|config|examples?|function|look like|loop|query|script)
    example (?:json|config)|config(?:uration)? (?:file|example)
    (?:give|show|write)\b[^?]*\bcode
    syntax (?:for|of|to)|the syntax
    (?:what|which)(?: \w+)? commands?|commands? (?:for|that|to)|the commands?
    show (?:me )?(?:an? )?(?:example|implementation|function|loop|schema|prompt)
    write (?:a|the) function
    """)
_OTHER_CODES = wording(r"""
    (?:area|country|dress|error|exit|http|post(?:al)?|promo|response|result|return|status|zip) codes?
    (?:blocks?|lines?|pieces?) of code
    """)
"""Named in a question that asks for no code."""
_NO_FIGURE = re.compile(
    r"^\W*(?:why|how come)\b|\b(?:argument|command|env(?:ironment)? var(?:iable)?|flag|option"
    r"|parameter|setting|switch)\b[^?]*\bhow (?:big|large|long|many|much|often)\b",
    re.IGNORECASE,
)
"""For the reason, or the name of what sets it: "why cap how many rounds?", "option for how long it waits"."""
_HOW_MUCH = re.compile(r"\W*how (?:many|much|long|big|large|small|fast|slow|often)\b", re.IGNORECASE)
"""Opens a question for a figure, whatever else it names: "how much larger is it as JSON?"."""
_NUMBER = wording(r"""
    how (?:many|much|long|big|large|small|fast|often|frequently|far|old|high|low|expensive|quick(?:ly)?)
    what (?:percentage|percent|share|fraction|number|size|cost|price|rate|ratio|range|amount)
    what (?!is |are )(?:\w+ ){0,2}?(?:speed-?up|latency|score|accuracy) (?:do|does|did|can|will|has|have)
    which (?:[\w-]+ ){0,2}?(?:accuracy|score) (?:did|do|does|has) [^?]*(?:achieve|get|have|obtain|reach)
    what (?:do|does|did|would|will) [^?]*(?:\bscore\b|charge|cost per)
    (?:in )?(?:what|which) year
    (?:what|which) (?:\w+ ){0,2}?(?:length|rate|size|temperature|threshold) (?:do|does|is|should|to|would)
    (?:what|which) (?:\w+ ){0,2}?(?:length|rate|size|temperature|threshold) (?:for|of|works?)
    (?:best|default|ideal|maximum|minimum|optimal|recommended|right|typical) (?:\w+ ){0,2}?(?:size|length)
    what(?:'s| is| are) the (?:(?!to\b)\w+ ){0,3}(?:size|number|price|limit|rate)(?! functions?)
    what(?:'s| is| are) the (?:(?!to\b)\w+ ){0,3}cost(?! functions?| of \w+ing)
    what(?:'s| is| are) the (?:(?!to\b)\w+ ){0,3}(?:percentage|length|count)
    what(?:'s| is| are) the (?:(?!to\b)\w+ ){0,3}(?:ratio|rating|speed-?up|latency|dimension)
    """)
_TERSE = re.compile(
    r"^\W*(?!(?:are|can|could|do|does|how|is|should|what|when|where|which|who|why)\b)(?:[\w.-]+ ){0,4}"
    r"(?:costs? per|(?:context (?:length|window)s?|dimensions?|(?:\w+ )?rates?|prices?|ratings?|scores?)"
    r" (?:for|of|on|per))\b|\bcontext (?:length|window)(?: (?:length|size))?\W*$",
    re.IGNORECASE,
)
"""As typed into a search box: "gpt-4o price per million tokens"."""
_DEFINITION = wording(
    r"""
    ^\W*(?:(?:so|ok|please|and)\W+)?(?:what(?:'s| is| are)|define|meaning of|explain|describe)
    ^\W*(?:(?:so|ok|please|and)\W+)?(?:tell me (?:about|what)|who (?:is|was))
    what .* (?:means?|stands? for)
    ^\W*(?:(?:so|ok|please|and)\W+)?what does [^,;:?]* do(?=\W*$)
    what (?:is|are) (?:it|that|this|they)\W*$
    what [^,;:?]*\b(?:is|are)\W*$
    in simple (?:terms|words)
    """,
    start="",
)
_DATE = wording(
    "when (?:was|were|did)|(?:what|which) (?:year|date)|on (?:what|which) day|(?:publication|release) date"
)
_WHOLE = wording("""
    explain|describe|overview|elaborate|in detail
    tell me (?:about|everything)
    walk me through
    """)


@dataclass(frozen=True, slots=True)
class Intent:
    """The forms an answer may take; several can hold, none means a plain statement."""

    wants_list: bool
    wants_steps: bool
    wants_code: bool
    wants_number: bool
    wants_date: bool
    wants_maker: bool
    wants_definition: bool
    wants_whole: bool


def read_intent(question: str) -> Intent:
    """The intent of an English question; other languages ask for a plain statement."""
    number = bool(_NUMBER.search(question) or _TERSE.search(question)) and not _NO_FIGURE.search(question)
    return Intent(
        wants_list=bool(_LIST.search(question)) and not number,
        wants_steps=bool(_STEPS.search(question)) and not number,
        wants_code=bool(_CODE.search(_OTHER_CODES.sub("", question))) and not _HOW_MUCH.match(question),
        wants_number=number,
        wants_date=bool(_DATE.search(question)),
        wants_maker=asks_for_a_maker(question),
        wants_definition=bool(_DEFINITION.search(question)),
        wants_whole=bool(_WHOLE.search(question)),
    )

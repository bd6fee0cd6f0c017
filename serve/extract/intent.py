"""What kind of answer a question asks for, read from its wording."""

import re
from dataclasses import dataclass

_LIST = re.compile(
    r"""\b(?:
      what\s+(?:are|were)\b(?!\s+(?:a|an)\b) | what\s+(?:\w+\s+){0,3}?(?:causes|techniques|ways|methods|strategies|steps|stages|metrics|
      approaches|challenges|problems|types|kinds|reasons|factors|guardrails|frameworks|benefits|advantages|disadvantages|
      drawbacks|options|components|parts|phases|examples|measures|tools|risks|mistakes|modes|patterns|criteria|limits|
      limitations|tricks|tips|things|dangers|differences|formats|datasets|models|parts|symptoms|causes)\b |
      which\s+(?:\w+\s+){0,3}?\w{3,}s\b(?!\s+(?:the|a)\b) | list\b | name\s+(?:the|some|all|a\s+few|two|three|four|five|\d) | enumerate |
      (?:ways|options|strategies|techniques|methods|steps|tips|reasons|causes|examples|types|kinds|pros|cons)\s+(?:to|of|for|and) |
      what\s+(?:can|could|should)\s+(?:i|you|we|one)\s+do | how\s+(?:can|do|could|should|would|to)\b.*\b(?:reduce|lower|
      improve|mitigate|optimi[sz]e|prevent|avoid|cut|speed|save|decrease|increase|minimi[sz]e|fight|combat|fix|protect|secure|limit|
      handle|deal)\b | what\s+(?:goes|went)\s+wrong | what\s+causes\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_STEPS = re.compile(
    r"\b(?:steps?|stages?|phases?|pipeline|procedure|process|workflow|algorithm|walk me through|step by step|in (?:what|which) order|"
    r"how (?:do|does|is|are|did|would|can|should)\b.*\b(?:work|works|working|function|done|built|trained|build|implement|set up|design|happen))\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:code|snippet|in python|python|sql|yaml|json example|example (?:json|config)|config(?:uration)? (?:file|example)|"
    r"show (?:me )?(?:an? )?(?:example|implementation|function|loop|schema|prompt)|syntax|command|write (?:a|the) function|pseudocode)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|big|large|small|fast|often|far|old|high|low|expensive|quick(?:ly)?)|what (?:percentage|percent|share|"
    r"fraction|number|size|cost|price|rate|ratio|range)|how (?:many|much) (?:times|faster|cheaper)|in (?:what|which) year|what year|"
    r"what(?:'s| is| are) the (?:\w+ ){0,3}(?:size|number|cost|price|limit|rate|percentage|length|count|ratio|speed-?up|latency|dimension))\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^\W*(?:(?:so|ok|please|and)\W+)?(?:what(?:'s| is| are| does)|define|meaning of|explain|describe|tell me (?:about|what)|who (?:is|was))\b"
    r"|\bwhat .* (?:means?|stands? for)\b|\bin simple (?:terms|words)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:explain|describe|overview|tell me (?:about|everything)|in detail|elaborate|walk me through)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Intent:
    """The forms an answer may take; several can hold, none means a plain statement."""

    wants_list: bool
    wants_steps: bool
    wants_code: bool
    wants_number: bool
    wants_definition: bool
    wants_whole: bool


def read_intent(question: str) -> Intent:
    """The intent of an English question; other languages ask for a plain statement."""
    number = bool(_NUMBER.search(question))
    return Intent(
        wants_list=bool(_LIST.search(question)) and not number,
        wants_steps=bool(_STEPS.search(question)) and not number,
        wants_code=bool(_CODE.search(question)),
        wants_number=number,
        wants_definition=bool(_DEFINITION.search(question)),
        wants_whole=bool(_WHOLE.search(question)),
    )

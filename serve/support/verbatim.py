"""Whether a claim stands in its evidence word for word."""

import re

_BULLET = re.compile(r"(?:^|(?<=\n))[^\S\n]*[-–*•◦▪‣·][^\S\n]+$")


def stands_in(claim: str, evidence: str) -> bool:
    """The claim is a run of whole sentences or lines of the evidence; blanks and bullets do not matter.

    Whole ones only: "it works" stands in "nobody says that it works", and is not said by it. A line that
    goes on in small letters is no whole one, but wrapped.
    """
    words = claim.strip().rstrip(".!").split()
    runs = re.finditer(r"\s+".join(map(re.escape, words)), evidence) if words else ()
    return any(_begins_after(evidence, run.start()) and _ends_before(evidence[run.end() :]) for run in runs)


def _begins_after(evidence: str, at: int) -> bool:
    before = _BULLET.sub("", evidence[:at])
    text = before.rstrip()
    gap = before[len(text) :]
    new_line = "\n" in gap and not evidence[at].islower()
    return not text or "\n\n" in gap or new_line or (bool(gap) and text[-1] in ".!?")


def _ends_before(after: str) -> bool:
    """A mark ends a sentence where a blank follows it: "It costs 3" does not stand in "It costs 3.5"."""
    marked = after.startswith((".", "!"))
    rest = after[marked:]
    text = rest.lstrip()
    gap = rest[: len(rest) - len(text)]
    new_line = "\n" in gap and not text[:1].islower()
    return not text or "\n\n" in gap or new_line or (marked and bool(gap))

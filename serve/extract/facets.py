"""Which side of a subject words are about: its causes, remedies, drawbacks, steps, tools and so on.

An embedding hears the subject louder than the side of it that is asked about: "how do I reduce X"
lies about as near to "Causes of X:" as to "Ways to reduce X:". Headings and lead-ins name their
side with a small stock of words, and so do questions.
"""

from retrieval.query.wording import wording

_FACETS = {
    "cause": wording(r"""
        causes?|caused|reasons?|root causes?|leads? to|comes? from|origins?
        why (?:do|does|is|are|did|would)\b.*\b(?:hallucinate|fail|happen|occur|wrong|break)
        """),
    "remedy": wording(r"""
        reduc\w+|prevent\w*|avoid\w*|mitigat\w+|fix\w*|remed\w+|solv\w+|solutions?|combat\w*|fight\w*
        lower|cut|save|optimi[sz]\w+|improv\w+|handle|defen[ds]\w*|protect\w*|against|best practices|tips
        measures|what (?:can|should|could) (?:i|you|we|one) do|techniques|strateg\w+|layered?
        """),
    "drawback": wording(r"""
        downsides?|disadvantages?|drawbacks?|limitations?|limits|challeng\w+|problems?|risks?|cons
        weakness\w*|pitfalls?|anti-?patterns?|mistakes?|failures?|fails?|breaks?|bugs?|issues?
        go(?:es)? wrong|went wrong|worse|catch
        """),
    "benefit": wording(r"advantages?|benefits?|pros|strengths?|popular\w*|gains?|good for|why use|upsides?"),
    "process": wording(r"""
        steps?|stages?|phases?|process|pipeline|algorithm|workflow|architecture|procedure|loop|routine
        how (?:do|does|is|are)\b.*\b(?:works?|done|built|trained|proceeds?|happens?)
        what happens|how it works|first to last|in order
        """),
    "tool": wording(
        r"frameworks?|tools?|tooling|librar(?:y|ies)|engines?|products?|vendors?|packages?|stores?"
    ),
    "kind": wording(r"types?|kinds?|categor\w+|variants?|forms?|approaches|methods?|classes|families"),
    "metric": wording(r"metrics?|signals?|scores?|measur(?:e|es|ed|ing)|kpis?|indicators?|monitor\w*"),
    "choice": wording(
        r"when (?:to|should|do|would)|choos\w+|situations?|use cases?|suitable|prefer\w*|right choice"
    ),
    "data": wording(r"datasets?|corpora|collections?|benchmarks?"),
    "price": wording(r"costs?|pric\w+|bill|expens\w+|cheap\w*|budget"),
}
SAME, OTHER = 0.15, -0.05


def facets(text: str) -> frozenset[str]:
    """The names of the facets that the words belong to."""
    return frozenset(name for name, words in _FACETS.items() if words.search(text))


def agreement(question: str, label: str) -> float:
    """SAME for a label on a side that is asked about, OTHER for one on another side, else 0."""
    asked, named = facets(question), facets(label)
    if not asked or not named:
        return 0.0
    return SAME if asked & named else OTHER


def label_of(text: str) -> str:
    """What a lead-in or a labelled paragraph is called: the words before its first colon, if few."""
    label, colon, _ = text.partition(":")
    return label if colon and len(label.split()) <= 12 else ""

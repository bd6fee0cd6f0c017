"""The word lists that changing and rewording sentences draw on."""


def _words(text: str) -> list[str]:
    return text.split()


def _pairs(text: str) -> list[tuple[str, str]]:
    """`a/b` -> (a, b); an underscore stands for a blank."""
    return [(a, b) for a, _, b in (pair.replace("_", " ").partition("/") for pair in text.split())]


def _both(text: str) -> list[tuple[str, str]]:
    return [side for a, b in _pairs(text) for side in ((a, b), (b, a))]


NUMBER_WORDS = _words("two three four five six seven eight nine ten twelve twenty hundred")
MONTHS = _words("January February March April June July August September October November December")
DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
UNITS = [
    ["ms", "seconds", "minutes", "hours", "days", "weeks", "microseconds"],
    ["KB", "MB", "GB", "TB"],
    ["%", " times"],
    ["%", "x"],
    ["bits", "bytes"],
    ["K", "M", "B"],
    ["tokens", "words", "characters"],
]
WITH_WITHOUT = ["with", "without"]
STRONGER = _pairs(  # patterns -> words
    """
    some/all many/all most/all several/all often/always usually/always sometimes/always generally/always
    typically/always can/must may/must might/will could/will should/must (?<!a_)few/no rarely/never
    mostly/only mainly/only one/every a_few/all optionally/necessarily recommended/required
    """
)
OPPOSITES = _both(
    """
    more/less increase/decrease increases/decreases increased/decreased higher/lower high/low larger/smaller
    large/small faster/slower fast/slow better/worse best/worst before/after first/last above/below
    improves/worsens improve/worsen reduces/raises reduce/raise maximum/minimum longer/shorter long/short
    greater/fewer easy/hard easier/harder simple/complex cheap/expensive cheaper/dearer enable/disable
    enabled/disabled enables/prevents allow/forbid allows/forbids allowed/forbidden add/remove adds/removes
    same/different always/never all/none everything/nothing accept/reject input/output read/write
    reads/writes start/stop starts/stops include/exclude includes/excludes optional/required valid/invalid
    true/false local/remote static/dynamic public/private internal/external old/new older/newer left/right
    success/failure strong/weak stronger/weaker encode/decode encoder/decoder mutable/immutable
    synchronous/asynchronous explicit/implicit positive/negative upper/lower inner/outer forward/backward
    parallel/sequential training/inference server/client recall/precision rows/columns parent/child
    promote/inhibit promotes/inhibits activates/suppresses upregulated/downregulated gain/loss
    """
)
SYNONYMS = _pairs(
    """
    in_order_to/to a_lot_of/much make_use_of/use approximately/about roughly/around such_as/like
    because/since various/different finish/end reduces/lowers reduce/lower increases/raises technique/method
    create/make creates/makes
    """
) + _both(
    """
    use/employ uses/employs show/demonstrate shows/demonstrates help/assist helps/assists big/large
    start/begin starts/begins however/nevertheless also/additionally need/require needs/requires
    make_sure/ensure let/allow lets/allows quickly/rapidly many/numerous often/frequently usually/typically
    get/obtain gets/obtains build/construct choose/select chooses/selects keep/retain keeps/retains
    change/modify changes/modifies whole/entire error/mistake important/crucial for_example/for_instance
    a_number_of/several due_to/because_of check/verify checks/verifies main/primary give/provide
    gives/provides happen/occur happens/occurs enough/sufficient try/attempt tries/attempts buy/purchase
    find/locate job/task simple/straightforward hard/difficult similar/alike must/have_to must/has_to
    is_able_to/can are_able_to/can at_the_same_time/simultaneously depends_on/relies_on depend_on/rely_on
    contains/holds contain/hold
    common/widespread improve/enhance improves/enhances
    """
)
"""First those that only go one way: not every "about" is an "approximately"."""
CONTRACTIONS = _both(
    """
    don't/do_not doesn't/does_not isn't/is_not aren't/are_not can't/cannot won't/will_not
    it's/it_is you're/you_are we're/we_are didn't/did_not wasn't/was_not that's/that_is
    """
)
FIGURES = _both(
    """
    two/2 three/3 four/4 five/5 six/6 seven/7 eight/8 nine/9 ten/10 twelve/12 twenty/20
    """
)
PLAIN = frozenset(
    _words(
        """
    about above across after again against almost along although always another around because become
    before behind being below between beyond both called cannot could different doing during either
    enough every example first following given however instead itself least likely maybe means might
    never number often other others ought please possible quite rather really right several shall should
    simply since still thing things their there therefore these those though through together toward
    under unless until usually various wants whether which while whole within without would years yourself
        """
    )
)
"""Words that are no technical term, whatever document they stand in."""

"""Where passages stand in the next version: dense, and almost all where they stood."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.index.change import layout


@given(before=st.integers(0, 40), drawn=st.sets(st.integers(0, 39)), new=st.integers(0, 20))
def test_every_passage_that_stays_has_one_place(before: int, drawn: set[int], new: int):
    """Ordinals count from 0 without a gap, each passage that stays is there once, and few of them move."""
    freed = {ordinal for ordinal in drawn if ordinal < before}
    places = layout(before, sorted(freed), new)
    stay = sorted(int(places.source[o]) for o in places.kept)
    assert stay == [o for o in range(before) if o not in freed]
    assert len(places.source) == before - len(freed) + new
    assert len(places.fresh) == new
    assert len(places.written) <= new + len(freed)

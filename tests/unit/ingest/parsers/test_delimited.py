"""CSV: delimiters, encodings, headers that are not the first row."""

import pytest

from ingest.parsers.delimited import parse


def test_a_real_file_in_shift_jis(show, shared):
    """A Japanese export in a legacy encoding keeps every character."""
    assert show(parse(shared("test_mskanji.csv"), "test_mskanji.csv")) == [
        ("header", 0, "名前 | 年齢 | 住所"),
        ("row", 0, "佐藤太郎 | 30 | 東京"),
        ("row", 0, "三木英子 | 25 | 大阪"),
        ("row", 0, "髙橋淳 | 35 | 名古屋"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_are_found(show, mark: str):
    """The mark that parts every line alike is the delimiter, whatever stands inside quotes."""
    lines = [["Name", "Remark"], ["a", '"one, two; three"'], ["b", '"with ""quotes"""']]
    data = "\r\n".join(mark.join(line) for line in lines).encode()
    assert show(parse(data, "x.csv")) == [
        ("header", 0, "Name | Remark"),
        ("row", 0, "a | one, two; three"),
        ("row", 0, 'b | with "quotes"'),
    ]


def test_titles_stand_above_a_table(show):
    """A title row is a paragraph, a blank row parts two tables, and each finds its header."""
    data = b"Sales report\n\nRegion,2023,2024\nNorth,10,20\n\nNotes\nName,Age\nAnn,30\n"
    assert show(parse(data, "x.csv")) == [
        ("paragraph", 0, "Sales report"),
        ("header", 0, "Region | 2023 | 2024"),
        ("row", 0, "North | 10 | 20"),
        ("paragraph", 0, "Notes"),
        ("header", 0, "Name | Age"),
        ("row", 0, "Ann | 30"),
    ]


def test_figures_alone_have_no_header(show):
    """Where the first row holds figures, it is a row like the others."""
    assert show(parse(b"1,2\n3,4\n", "x.csv")) == [("row", 0, "1 | 2"), ("row", 0, "3 | 4")]

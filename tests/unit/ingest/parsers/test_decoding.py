"""Text in any encoding."""

import pytest

from ingest.errors import UnreadableDocument
from ingest.parsers.decoding import decode

TEXTS = {
    "日本": (
        "検索拡張生成は、質問に関連する文書を検索し、その内容に基づいて回答を生成する手法です。",
        ("cp932", "euc_jp", "iso2022_jp", "utf-16"),
    ),
    "中文": ("检索增强生成是一种把检索和生成结合起来的方法，它先检索相关文档再回答问题。", ("gb18030",)),
    "한국": ("검색 증강 생성은 문서를 검색한 다음 질문에 답한다.", ("euc_kr",)),
    "русский": (
        "Поиск с дополненной генерацией находит документы и отвечает на вопросы.",
        ("cp1251", "koi8_r"),
    ),
    "français": ("Le résumé a été envoyé à l’école où l’élève étudie — “bien”.", ("cp1252", "utf-8-sig")),
    "English": ("Zebras graze in the morning.", ("ascii", "utf-16-le", "utf-16-be", "utf-32")),
}


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, encoding) for text, encodings in TEXTS.values() for encoding in encodings]
)
def test_the_encoding_is_found(text: str, encoding: str):
    """With or without a mark, what was written comes back."""
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\0\0\1", b"\0" * 64, bytes(range(256)) * 4, b"a\0\0\0b"])
def test_what_is_no_text_is_refused(data: bytes):
    """Binary data is not made into characters."""
    with pytest.raises(UnreadableDocument):
        decode(data)

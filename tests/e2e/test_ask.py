"""`rag ask` and `rag chat`: cited answers and refusals, for people and for programs."""

import json
import re
from collections.abc import Callable

QUESTION = "How do I reduce hallucinations?"
OFF_TOPIC = "Who won the 2022 World Cup?"


def marks(text: str) -> list[int]:
    """The numbers of the citation marks, in order of their first appearance."""
    return list(dict.fromkeys(int(n) for n in re.findall(r"\[(\d+)\]", text)))


def test_an_answer_carries_marks_sources_and_quotes(ask: Callable, text_of: Callable):
    """Marks count from 1, agree with the sources below, and each quote stands in the document it names."""
    done = ask("ask", QUESTION)
    assert (done.returncode, done.stderr) == (0, "")
    answer, sources = done.stdout.split("\n\nSources\n")
    assert "\x1b" not in done.stdout, "colours are for terminals"
    listed = re.findall(r"^\[(\d+)\] (.+?)(?:, page \d+)?: .+\n    “(.+)”$", sources, re.MULTILINE)
    assert marks(answer) == [int(number) for number, *_ in listed] == list(range(1, len(listed) + 1))
    for _, document, quote in listed:
        assert quote.removesuffix("…") in " ".join(text_of(document).split())


def test_a_json_answer_cites_verbatim(ask: Callable, text_of: Callable):
    """Each citation is a range of what `rag documents text` prints, and every sentence cites one."""
    done = ask("ask", QUESTION, "--json")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    answer = json.loads(done.stdout)
    assert (answer["question"], answer["status"], answer["reason"]) == (QUESTION, "answered", "")
    for cited in answer["citations"]:
        assert text_of(cited["document"])[cited["start"] : cited["end"]] == cited["quote"] != ""
    numbers = [cited["number"] for cited in answer["citations"]]
    assert marks(answer["text"]) == numbers == list(range(1, len(numbers) + 1))
    assert {n for sentence in answer["sentences"] for n in sentence["citations"]} == set(numbers)
    assert all(sentence["citations"] for sentence in answer["sentences"])


def test_a_refusal_is_a_result_without_sources(ask: Callable):
    """It exits 0, says why, and shows neither marks nor sources."""
    done = ask("ask", OFF_TOPIC)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The material does not answer this question.")
    assert "Sources" not in done.stdout
    assert marks(done.stdout) == []


def test_a_chat_follows_up_and_survives_what_it_cannot_ask(ask: Callable):
    """A follow-up is read with the question before it; a bad line costs one line on standard error."""
    said = "What is speculative decoding?\n\nbad \x01 line\nHow much faster is it?\nexit\nnever asked\n"
    done = ask("chat", given=said)
    assert done.returncode == 0
    first, second, rest = re.split(r"\n\d+\.\d\d s, index v\S+\n\n", done.stdout)
    assert "Sources" in first
    assert "> Speculative decoding >" in second
    assert rest == ""
    greeting, complaint = done.stderr.splitlines()
    assert "exit" in greeting
    assert complaint == "rag: the question holds the control character U+0001: remove it"

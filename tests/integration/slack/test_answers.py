"""How an answer looks and grows in Slack."""

import re
from itertools import count, pairwise
from pathlib import Path

from eval.scripted import Request, Say, ScriptedLLM
from retrieval.pipeline import Retriever
from serve.bootstrap import engine_over
from serve.engine import Engine
from serve.settings import Settings
from serve.slack.pace import Pace
from tests.integration.slack.conftest import Start, shown
from tests.servers.slack import Fault, Workspace

RAG = "What is retrieval-augmented generation?"
EXCERPT = re.compile(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', re.DOTALL)


def every_sentence(request: Request) -> Say:
    """Slowly, each sentence of the evidence under its key."""
    lines = [
        f"{sentence} [{key}]"
        for key, text in EXCERPT.findall(request.last)
        for sentence in re.split(r"(?<=[.])\s+|\n", text)
        if sentence.endswith(".") and len(sentence) > 40
    ]
    return Say("\n".join(lines[:8]), pace=0.01)


def written(engine: Engine, corpus_index: Path, server: ScriptedLLM) -> Engine:
    """The same index, with a language model that writes."""
    assert isinstance(engine.retriever, Retriever)
    llm = f"openai-like:scripted@{server.openai_url}"
    settings = Settings(data_dir=corpus_index, reranker="none", llm=llm, llm_repair=False, verifier="none")
    return engine_over(engine.retriever, settings)


def test_the_eyes_are_on_the_question_while_it_works(slack: Workspace, start: Start):
    """The reaction comes before the answer and goes with it."""
    start()
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    slack.reply_to("C1", ts)
    assert slack.state.reacted == [("C1", ts, "eyes")]
    slack.wait(lambda: slack.state.reactions["C1", ts] == [], "the eyes to go")
    methods = [m for m, _, _ in slack.api.calls]
    assert (
        methods.index("reactions.add") < methods.index("chat.postMessage") < methods.index("reactions.remove")
    )


def test_sentences_appear_as_they_are_verified(
    slack: Workspace, start: Start, engine: Engine, corpus_index: Path, scripted_llm: ScriptedLLM
):
    """The message grows sentence by sentence, keeps what it has shown, and ends with sources and buttons."""
    scripted_llm.otherwise(every_sentence)
    hours = count()
    start(engine=written(engine, corpus_index, scripted_llm)).bot.pace = Pace(1.0, lambda: next(hours))
    answer = slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?"))
    stages = [*slack.state.edits[answer["ts"]], answer]
    assert len(stages) >= 3
    assert all(shown(later).startswith(shown(earlier)) for earlier, later in pairwise(stages))
    assert ["still reading" in str(stage) for stage in stages] == [True] * (len(stages) - 1) + [False]
    assert len(slack.calls("chat.postMessage")) == 1


def test_an_answer_that_is_quick_is_posted_once(
    slack: Workspace, start: Start, engine: Engine, corpus_index: Path, scripted_llm: ScriptedLLM
):
    """While the pace lets no message change, the whole answer is the first message and the only one."""
    scripted_llm.otherwise(every_sentence)
    start(engine=written(engine, corpus_index, scripted_llm)).bot.pace = Pace(1.0, lambda: 0.0)
    slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?"))
    assert (len(slack.calls("chat.postMessage")), slack.calls("chat.update")) == (1, [])


def test_a_source_leads_to_the_words_on_the_web_page(slack: Workspace, start: Start):
    """Numbers in the text and entries in the list link to the document with the words highlighted."""
    start(public_url="https://rag.example/")
    answer = slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> {RAG}"))
    links = re.findall(
        r"<(https://rag\.example/\?document=[\w.%-]+&amp;start=\d+&amp;end=\d+)\|([^>]+)>", str(answer)
    )
    assert "[1]" in [label for _, label in links]
    assert len({url for url, _ in links}) < len(links)


def test_sources_are_numbered_as_the_text_is(slack: Workspace, start: Start):
    """Each number in the text has an entry with title, section and quote, in order from 1."""
    start()
    answer = slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> {RAG}"))
    kinds = [b["type"] for b in answer["blocks"]]
    listed = [
        b["text"]["text"] for b in answer["blocks"][kinds.index("divider") + 1 :] if b["type"] == "section"
    ]
    numbers = [int(re.match(r"\*\[(\d+)\]\* ", entry)[1]) for entry in listed]  # type: ignore[index]
    assert numbers == list(range(1, len(listed) + 1))
    assert set(map(int, re.findall(r"\[(\d+)\]", shown(answer)))) == set(numbers)
    assert all(" › " in entry and "\n> " in entry for entry in listed)


def test_a_refusal_is_a_sentence_and_what_the_material_covers(slack: Workspace, start: Start):
    """No sources and no button for them."""
    start()
    answer = slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> Who won the 2022 World Cup?"))
    assert "does not answer this question. Nearest in it: “" in shown(answer)
    assert "divider" not in [b["type"] for b in answer["blocks"]]
    assert "rag_sources" not in str(answer)


def test_a_question_that_cannot_be_asked_gets_a_word(slack: Workspace, start: Start):
    """One that is too long: only the asker sees why, and the eyes go."""
    start()
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {'why ' * 1200}")
    (told,) = slack.wait(lambda: slack.state.whispers, "a word")
    assert "shorten it" in told["text"]
    slack.wait(lambda: slack.state.reactions["C1", ts] == [], "the eyes to go")


def test_an_answer_without_the_right_to_react_comes_all_the_same(slack: Workspace, start: Start):
    """A scope that the app lacks costs the eyes and not the answer."""
    start()
    slack.faults.then("reactions.add", Fault(error="missing_scope"))
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    assert "[1]" in shown(slack.reply_to("C1", ts))

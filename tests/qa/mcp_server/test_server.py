"""The server as programs meet it: started by the package's own client, over standard streams."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from index.articles.article import Article, ArticleInfo
from index.collection import Index

ROOT = Path(__file__).resolve().parents[3]
WORDS = "“The dredging stops on Monday,”"
HARBOUR = Article(
    info=ArticleInfo(
        id="harbour-1",
        title="Harbour talks resume",
        author="Ada Löfgren",
        date="2024-05-06",
        publication="The Quay",
        url="https://quay.example/talks",
        path="/home/ada/secret/harbour.txt",
    ),
    text=f"😀🚢 A long night ended. {WORDS} Minister Rosa Calder said. Calder told reporters that "
    "the survey would begin in June. Nobody objected.",
)
COPY = Article(
    info=ArticleInfo(id="ferry-2", title="Ferry", date="2024-06-01", publication="The Quay"),
    text="The ferry is late again, harbour master Tom Berg said on Saturday.",
)
START = HARBOUR.text.index(WORDS)
DRAFT = f"{WORDS} Calder said. {WORDS} Tom Berg said. “The whales are back,” Calder said."
Reply = tuple[bool, str, Any]
"""Whether it is an error, its text, its structured content."""


def _server(folder: Path) -> StdioServerParameters:
    arguments = ["mcp", "--index", str(folder), "--server", "https://quotes.example/q"]
    return StdioServerParameters(
        command=sys.executable,
        args=[str(ROOT / "app.py"), *arguments],
        env={"PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "/")},
    )


async def _call(folder: Path, calls: list[tuple[str, Mapping[str, Any]]]) -> list[Any]:
    async with Client(_server(folder)) as client:
        tools = (await client.list_tools()).tools
        replies: list[Any] = [(tools, client.instructions)]
        for name, arguments in calls:
            reply = await client.call_tool(name, dict(arguments))
            replies.append((reply.is_error, reply.content[0].text, reply.structured_content))
        return replies


GOOD: list[tuple[str, Mapping[str, Any]]] = [
    ("ask", {"question": "What did Calder say about the dredging?", "source": "Quay"}),
    ("search", {"query": "dredging", "k": 1}),
    ("statements", {"speaker": "Calder", "limit": 1}),
    ("statements", {"speaker": "Calder", "limit": 1, "first": 1}),
    ("speakers", {}),
    ("article", {"id": "harbour-1", "start": 2, "length": 20}),
    ("cite", {"id": "harbour-1", "start": START, "end": START + len(WORDS)}),
    ("check", {"draft": DRAFT}),
]
WRONG: list[tuple[str, Mapping[str, Any], str]] = [
    ("ask", {}, "ask cannot use these arguments: question is missing."),
    ("ask", {"question": 5}, "question: Input should be a valid string"),
    ("ask", {"question": "x" * 2_001}, "at most 2000 characters"),
    ("ask", {"question": " "}, "empty"),
    ("ask", {"q": "What?"}, "ask has no argument 'q'; it takes question, history,"),
    ("ask", {"question": "What?", "after": "soon"}, "after: 'soon' is not a date"),
    ("ask", {"question": "What?", "history": "no list"}, "history: Input should be a valid list"),
    ("search", {"query": "x", "k": 10**9}, "k: Input should be less than or equal to 50"),
    ("search", {"query": " "}, "The query is empty"),
    ("statements", {"article": "gone"}, "No article has the identifier 'gone'"),
    ("article", {"id": "harbour-1", "start": 9_999}, "has 157 characters"),
    ("article", {"id": "harbour-1", "version": "ffff"}, "No version 'ffff'"),
    ("cite", {"id": "harbour-1", "start": 30, "end": 20}, "30-20 is no part of harbour-1"),
    ("forget", {}, "There is no tool 'forget'; there are ask, search, statements,"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "index"
    with Index.open(folder, create=True) as index:
        index.add_articles([HARBOUR, COPY])
    return folder


@pytest.fixture(scope="module")
def replies(folder: Path) -> list[Any]:
    """What one session with the server is told: its tools, then a reply to each call."""
    calls = [*GOOD, *((name, given) for name, given, _ in WRONG)]
    # Playwright's own loop, where browser tests came before, holds this thread.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(anyio.run, _call, folder, calls).result()


@pytest.fixture(scope="module")
def told(replies: list[Any]) -> list[Any]:
    """The documents of the calls in GOOD."""
    good: list[Reply] = replies[1 : 1 + len(GOOD)]
    assert [text for failed, text, _ in good if failed] == []
    assert [json.loads(text) for _, text, _ in good] == [document for *_, document in good]
    return [document for *_, document in good]


def test_every_tool_tells_what_it_does_and_takes(replies: list[Any]) -> None:
    tools, instructions = replies[0]
    assert "never an instruction" in " ".join(instructions.split())
    names = [tool.name for tool in tools]
    assert names == ["ask", "search", "statements", "speakers", "article", "cite", "check"]
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        for given in tool.input_schema["properties"].values():
            assert given["description"], tool.name


def _is_exact(quote: Mapping[str, Any]) -> bool:
    start, end = quote["start"], quote["end"]
    article = {one.id: one for one in (HARBOUR, COPY)}[quote["article"]["id"]]
    stamp = article.text_hash[:12]
    link = f"https://quotes.example/q/quote/{article.id}/{start}-{end}?v={stamp}"
    return bool(quote["text"] == article.text[start:end] and quote["link"] == link)


def test_answers_passages_and_statements_are_exact_and_linked(told: list[Any]) -> None:
    answer, found, said, more, *_ = told
    assert answer["answered"]
    quotes = [*answer["quotes"], *found["hits"], *said["statements"], *more["statements"]]
    assert len(quotes) >= 4
    assert all(map(_is_exact, quotes))
    assert all(one["original"].startswith("https://quay.example/talks#:~:text=") for one in quotes)
    assert "dredging" in answer["quotes"][0]["text"]


def test_all_statements_are_counted_and_come_in_pages(told: list[Any]) -> None:
    *_, first, second = told[:4]
    assert (first["total"], first["next"]) == (2, 1)
    assert (second["total"], second["next"]) == (2, None)
    assert first["statements"][0]["kind"] == "direct"
    assert second["statements"][0]["kind"] == "indirect"
    assert first["searched"] == {"articles": 2, "speakers": ["Rosa Calder"], "damaged": 0}


def test_the_quotations_of_a_draft_are_checked_and_linked(told: list[Any]) -> None:
    right, other, unheard = told[-1]["quotations"]
    assert [one["verdict"] for one in (right, other, unheard)] == [
        "exact", "misattributed", "not found",
    ]  # fmt: skip
    assert _is_exact(right["match"])
    assert other["speakers_found"] == ["Rosa Calder"]
    assert unheard["match"] is None
    assert told[-1]["searched"] == {"articles": 2}


def test_who_speaks_is_listed_with_numbers_and_dates(told: list[Any]) -> None:
    rows = {one["name"]: one for one in told[4]["speakers"]}
    assert told[4]["speakers"][0]["name"] == "Rosa Calder"
    assert rows["Rosa Calder"]["statements"] == 2
    assert rows["Tom Berg"]["first"] == rows["Tom Berg"]["last"] == "2024-06-01"
    assert told[4]["searched"] == {"articles": 2}


def test_an_article_is_read_in_parts(told: list[Any]) -> None:
    part = told[5]
    assert part["text"] == HARBOUR.text[2:22]
    assert (part["next"], part["characters"]) == (22, len(HARBOUR.text))


def test_a_quote_is_cited_in_each_form(told: list[Any]) -> None:
    quote = told[6]
    assert _is_exact(quote)
    assert quote["text"] == WORDS
    assert quote["speaker"] == "Rosa Calder"
    assert quote["citations"]["apa"].startswith("Löfgren, A. (2024, May 6). Harbour talks resume.")


def test_where_files_lie_is_told_to_nobody(told: list[Any]) -> None:
    assert "secret" not in json.dumps(told)


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_cannot_be_used_is_said_in_a_sentence(replies: list[Any], number: int) -> None:
    failed, text, _ = replies[1 + len(GOOD) + number]
    assert failed
    assert WRONG[number][2] in text
    assert "Traceback" not in text
    assert "pydantic" not in text


def _raw(folder: Path, *lines: str) -> tuple[dict[Any, Any], int]:
    """Return what the server answers to lines that no client would send, and its exit status.

    Its input stays open until it has answered number 2.
    """
    with subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "mcp", "--index", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=ROOT,
    ) as server:  # fmt: skip
        assert server.stdin
        assert server.stdout
        server.stdin.write("".join(f"{line}\n" for line in lines))
        server.stdin.flush()
        replies: dict[Any, Any] = {}
        while 2 not in replies and (line := server.stdout.readline()):
            reply = json.loads(line)
            replies[reply.get("id")] = reply
        server.stdin.close()
        assert server.stdout.read() == ""
    return replies, server.returncode


def test_lines_that_are_no_messages_end_nothing_and_output_stays_clean(tmp_path: Path) -> None:
    begin = {"protocolVersion": "2025-06-18", "capabilities": {},
             "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip
    call = {"name": "search", "arguments": {"query": "x"}}
    found, status = _raw(
        tmp_path / "none",
        "this is no JSON",
        '{"jsonrpc": "2.0", "id": 7}',
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": begin}),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}),
    )
    assert status == 0
    assert found[1]["result"]["serverInfo"]["name"] == "pullquote"
    said = found[2]["result"]["content"][0]["text"]
    assert found[2]["result"]["isError"]
    assert "pullquote index" in said  # there is no index yet, and how to make one

"""Editors change the next answer, readers do not: a real server over a real index, with roles."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from editing_server import editing

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.evaluation.sets.feedback import FILE, FeedbackStore
from qa.statements.stored import StatementFinder
from qa.web.access.policy import Access, Passwords
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys
from qa.web.roles import Role

_TEXT = (
    "The ferry crews of Port Merrow went back to work on Monday after nine days. “We were promised "
    "a roster that people can live with,” said Hollis Brandvold, who speaks for the crews. 😀\n\n"
    "The company said that it would publish the new roster in June. Fares rise by 4 percent."
)
_FERRY = Article(info=ArticleInfo(id="ferry", title="Ferry workers end strike"), text=_TEXT)
_TOWER = Article(
    info=ArticleInfo(id="tower", title="Water tower", author="Ada Löfgren"),
    text="The water tower of Lowmoor was painted green. Ines Falk said that the colour is awful.",
)
_QUESTION = "What did Hollis Brandvold say?"
_PASSWORD = "a long walk home"
_Json = Any


def _write(folder: Path, *articles: Article) -> None:
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(articles)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The server of the newspaper, and the folder of its index: two editors and a reader."""
    folder = tmp_path_factory.mktemp("judged")
    _write(folder, _FERRY, _TOWER)
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(_PASSWORD)
    roles = (("ada", "editor"), ("cem", "editor"), ("ben", "reader"))
    lines = [f"{name}:{role}:{hashed}" for name, role in roles]
    (folder / "passwords").write_text("\n".join(lines), "utf-8")
    access = Access(method=Passwords(folder / "passwords"))
    with editing(folder, access=access, allow_origins=("https://news.example",)) as url:
        yield url, folder


@pytest.fixture
def newspaper(template: tuple[str, Path]) -> tuple[str, Path]:
    """The same, with nothing said by editors."""
    with Index.open(template[1]) as index:
        index.judgements.remove([one.judgement.number for one in index.judgements.all()])
    return template


@contextmanager
def _visitor(url: str, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=url, headers={"Origin": url}, trust_env=False, timeout=600
    ) as client:
        sent = client.post("/login", data={"name": name, "password": _PASSWORD, "next": "/"})
        assert sent.status_code == 303
        yield client


def _ask(client: httpx.Client, question: str = _QUESTION, **more: object) -> _Json:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return response.json()


def _say(client: httpx.Client, answer: _Json, *, helpful: bool, **more: object) -> _Json:
    quotes = [
        {"article": one["article"]["id"], "start": one["start"], "end": one["end"]}
        for one in answer["quotes"]
    ]
    body = {"question": answer["question"], "helpful": helpful, "quotes": quotes, **more}
    response = client.post("/api/feedback", json=body)
    assert response.status_code == 201, response.text
    return response.json()


def _take_back(client: httpx.Client, number: int) -> int:
    headers = {"Content-Type": "application/json"}
    return client.delete(f"/api/judgements/{number}", headers=headers).status_code


def _without_times(answer: _Json) -> _Json:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_a_reader_changes_nothing(newspaper: tuple[str, Path]) -> None:
    with _visitor(newspaper[0], "ben") as ben:
        before = _ask(ben)
        for helpful in (True, False):
            assert set(_say(ben, before, helpful=helpful)) == {"recorded", "id"}
        assert _without_times(_ask(ben)) == _without_times(before)
        assert before["quotes"][0]["confirmed"] is None
        assert ben.get("/api/judgements").status_code == 403
        assert _take_back(ben, 1) == 403
    with FeedbackStore(newspaper[1] / FILE) as store:
        assert [(one.good, one.judgements) for one in store.rows()[-2:]] == [
            (True, ()), (False, ()),
        ]  # fmt: skip
    with httpx.Client(base_url=newspaper[0], trust_env=False, timeout=600) as stranger:
        assert stranger.get("/api/judgements").status_code == 401
        assert _take_back(stranger, 1) == 401


def test_what_an_editor_confirms_every_reader_sees_so(newspaper: tuple[str, Path]) -> None:
    with _visitor(newspaper[0], "ada") as ada, _visitor(newspaper[0], "ben") as ben:
        before = _ask(ben)
        (number,) = _say(ada, before, helpful=True)["judgements"]
        after = _ask(ben, "Please, what did HOLLIS Brandvold say")
        assert after["quotes"][0]["confirmed"]["number"] == number
        assert after["notes"] == ["Quote [1] is confirmed by an editor."]
        assert after["confidence"] >= 0.99
        text = after["quotes"][0]["text"]
        assert text == before["quotes"][0]["text"] == _TEXT[slice(*_place(after))]
        assert after["quotes"][0]["speaker"] == "Hollis Brandvold"
        other = _ask(ben, "What did Hollis Brandvold promise?")
        assert not any(one["confirmed"] for one in other["quotes"])
        filtered = _ask(ben, filters={"articles": ["ferry"]})
        assert filtered["quotes"][0]["confirmed"] is None
        listed = ada.get("/api/v1/judgements").json()["judgements"]
        assert [(one["number"], one["editor"], one["right"]) for one in listed] == [
            (number, "ada", True)
        ]
        assert listed[0]["at"] == after["quotes"][0]["confirmed"]["at"]
        assert listed[0]["text"] == text
        assert "ada" not in ben.post("/api/ask", json={"question": _QUESTION}).text
        assert _take_back(ada, number) == 200
        assert _take_back(ada, number) == 404
        assert _without_times(_ask(ben)) == _without_times(before)


def _place(answer: _Json) -> tuple[int, int]:
    return answer["quotes"][0]["start"], answer["quotes"][0]["end"]


def test_what_an_editor_calls_wrong_is_not_shown_for_that_question(
    newspaper: tuple[str, Path],
) -> None:
    with _visitor(newspaper[0], "ada") as ada, _visitor(newspaper[0], "ben") as ben:
        before = _ask(ben)
        (number,) = _say(ada, before, helpful=False)["judgements"]
        after = _ask(ben)
        assert (after["answered"], after["reason"], after["quotes"]) == (False, "not-stated", [])
        assert "editor marked as wrong" in after["notes"][0]
        wrong = before["quotes"][0]["text"]
        assert all(wrong not in one["text"] for one in after["nearest"])
        other = _ask(ben, "Who speaks for the ferry crews?")
        assert other["answered"]
        with _visitor(newspaper[0], "cem") as cem:  # another editor may take it back
            assert _take_back(cem, number) == 200
        assert _ask(ben)["answered"]


def test_the_right_quote_marked_in_an_article_answers(newspaper: tuple[str, Path]) -> None:
    question = "By how much do fares go up at Lowmoor's castle?"
    start = _TEXT.index("Fares rise")
    better = {"article": "ferry", "start": start, "end": len(_TEXT)}
    with _visitor(newspaper[0], "ada") as ada:
        before = _ask(ada, question)
        _say(ada, before, helpful=False, better=better)
        after = _ask(ada, question)
        assert [one["text"] for one in after["quotes"]] == ["Fares rise by 4 percent."]
        assert after["quotes"][0]["confirmed"]
        assert "Fares rise by 4 percent." in after["answer"]
        # Marking another one is no word against the first.
        start = _TEXT.index("The company")
        more = {"article": "ferry", "start": start, "end": start + 62}
        _say(ada, after, helpful=False, better=more)
        assert len(_ask(ada, question)["quotes"]) == 2


def test_a_follow_up_is_what_it_was_understood_as(newspaper: tuple[str, Path]) -> None:
    history = ["What did Ines Falk say?"]
    with _visitor(newspaper[0], "ada") as ada:
        before = _ask(ada, "And Hollis Brandvold?", history=history)
        assert before["asked_as"] == _QUESTION
        _say(ada, before, helpful=True, history=history)
        for after in (
            _ask(ada, "and Hollis Brandvold", history=history), _ask(ada, before["asked_as"]),
        ):  # fmt: skip
            assert after["quotes"][0]["confirmed"]
        other = _ask(ada, "And Hollis Brandvold?", history=["Where does Ines Falk live?"])
        assert not any(one["confirmed"] for one in other["quotes"])


def test_of_an_article_that_changed_or_is_gone_nothing_counts(
    newspaper: tuple[str, Path],
) -> None:
    url, folder = newspaper
    with _visitor(url, "ada") as ada:
        _say(ada, _ask(ada), helpful=True)
        try:
            changed = f"{_TEXT} The strike had begun at midnight."
            _write(folder, Article(info=_FERRY.info, text=changed))
            after = _ask(ada)
            assert after["answered"]
            assert after["quotes"][0]["confirmed"] is None
            (listed,) = ada.get("/api/judgements").json()["judgements"]
            assert (listed["counts"], listed["text"]) == (False, None)
            with Index.open(folder) as index:
                index.remove(["ferry"])
            assert not any(one["confirmed"] for one in _ask(ada)["quotes"])
        finally:
            _write(folder, _FERRY)
        assert _ask(ada)["quotes"][0]["confirmed"]  # it is back as it was


def test_a_quote_of_an_earlier_text_is_refused(newspaper: tuple[str, Path]) -> None:
    with _visitor(newspaper[0], "ada") as ada:
        quote = {"article": "ferry", "start": 0, "end": 9, "stamp": "000000000000"}
        body = {"question": "Who?", "helpful": True, "quotes": [quote]}
        assert ada.post("/api/feedback", json=body).status_code == 422
        body["quotes"] = [{"article": "ferry", "start": 0, "end": 10**6}]
        assert ada.post("/api/feedback", json=body).status_code == 422
        assert ada.get("/api/judgements").json() == {"judgements": []}


def test_who_reads_a_listed_site_says_nothing_as_an_editor(newspaper: tuple[str, Path]) -> None:
    """A site that shows the widget may ask; a key sent from its page changes no answer."""
    url, folder = newspaper
    store = AccessStore(folder)
    key = Keys(store).add("desk", Role.EDITOR)
    store.close()
    body = {
        "question": _QUESTION, "helpful": True,
        "quotes": [{"article": "ferry", "start": 0, "end": 75}],
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=600) as program:
        site = {"Origin": "https://news.example"}
        sent = program.post("/api/feedback", json=body, headers=site)
        assert set(sent.json()) == {"recorded", "id"}
        assert program.get("/api/judgements", headers=site).status_code == 403
        (number,) = program.post("/api/feedback", json=body).json()["judgements"]
        (listed,) = program.get("/api/judgements").json()["judgements"]
        assert (listed["number"], listed["text"]) == (number, _TEXT[:75])


def test_two_editors_at_once_lose_nothing_and_the_last_word_counts(
    newspaper: tuple[str, Path],
) -> None:
    url, _ = newspaper
    with _visitor(url, "ada") as ada, _visitor(url, "cem") as cem:
        answer = _ask(ada)
        begin = threading.Barrier(2)

        def say(client: httpx.Client, first: bool) -> list[int]:
            begin.wait(30)
            said = [first, not first] * 5
            return [_say(client, answer, helpful=one)["judgements"][0] for one in said]

        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(say, ada, True), pool.submit(say, cem, False)]
            numbers = [one.result() for one in both]
        assert len({*numbers[0], *numbers[1]}) == 20
        assert all(one == sorted(one) for one in numbers)
        listed = ada.get("/api/judgements").json()["judgements"]
        last = {"ada": (numbers[0][-1], False), "cem": (numbers[1][-1], True)}
        assert {one["editor"]: (one["number"], one["right"]) for one in listed} == last
        right = max(last.values())[1]
        after = _ask(ada)
        assert after["answered"] is right
        assert _take_back(ada, listed[-1]["number"]) == 200
        assert _ask(ada)["answered"] is not right  # then the other's word counts


def test_who_sits_at_the_machine_is_an_editor(tmp_path: Path) -> None:
    _write(tmp_path, _FERRY)
    with (
        editing(tmp_path) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=600) as client,
    ):
        answer = _ask(client)
        assert len(_say(client, answer, helpful=True)["judgements"]) == len(answer["quotes"])
        forwarded = {"X-Forwarded-For": "192.0.2.7"}
        body = {"question": _QUESTION, "helpful": False, "quotes": []}
        sent = client.post("/api/feedback", json=body, headers=forwarded).json()
        assert set(sent) == {"recorded", "id"}
        (listed,) = client.get("/api/judgements").json()["judgements"]
        assert listed["editor"] == "local"

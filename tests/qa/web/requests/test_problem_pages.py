"""What went wrong is a page to a browser, in its language, and a problem document to programs."""

import re
from pathlib import Path

import pytest
from web_server import Running, serving

from index.errors import ArticleDamaged, IndexClosed, IndexProblem, UnknownArticle, UsageError
from qa.questions.unusable import UnusableQuestion
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of
from qa.web.requests.problem_pages import Said, sentence, wants_page
from qa.web.requests.problems import Busy, Gone, TooMany, said_of, told
from qa.web.settings import RateLimits

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "de"}
SENTENCES = words_of("pages", "de")["sentences"]


def _get(server: Running, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    response = server.client.request(method, path, headers={**HTML, **headers})
    return response.status_code, response.headers["content-type"], response.text


@pytest.mark.parametrize(
    ("path", "method", "status", "name"),
    [
        ("/nowhere", "GET", 404, "address"),
        ("/read/none", "GET", 404, "article"),
        ("/ui/none.css", "GET", 404, "address"),
        ("/evaluate", "DELETE", 405, "method"),
        ("/evaluate", "BREW", 405, "method"),
        ("/evaluate", "POST", 415, "type"),
    ],
)
def test_a_browser_gets_a_page_in_its_language(
    running: Running, path: str, method: str, status: int, name: str
) -> None:
    extra = {"Content-Type": "application/json"} if method == "DELETE" else {}
    found, kind, page = _get(running, path, method, **extra)
    assert (found, kind) == (status, "text/html; charset=utf-8")
    assert '<html lang="de" dir="ltr">' in page
    assert SENTENCES[name] in page
    assert f"<h1>{words_of('pages', 'de')['titles'][str(status)]}</h1>" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "*/*"},
        {"Accept": "application/json"},
        {"Accept": "application/json, text/html;q=0.5"},
        {"Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Accept": "text/html;q=0"},
        {"Accept": "text/html;q=x"},
    ],
)
def test_programs_get_a_problem_document(running: Running, headers: dict[str, str]) -> None:
    _, kind, _ = _get(running, "/nowhere", **headers)
    assert kind == "application/problem+json"


def test_addresses_for_programs_answer_programs_unless_somebody_opens_them(
    running: Running,
) -> None:
    assert _get(running, "/api/nowhere")[1] == "application/problem+json"
    opened = {"Sec-Fetch-Mode": "navigate"}
    assert _get(running, "/api/nowhere", **opened)[1].startswith("text/html")


def test_a_script_of_a_page_gets_the_sentence_in_the_language_of_the_page(running: Running) -> None:
    ask = {"question": "x" * 3000}
    german = running.client.post("/api/ask", json=ask, headers={"Accept-Language": "de"})
    assert german.status_code == 422
    assert "3\u202f000 Zeichen" in german.json()["detail"]
    assert german.headers["content-language"] == "de"
    plain = running.client.post("/api/ask", json=ask)
    assert "3,000 characters" in plain.json()["detail"]
    assert "content-language" not in plain.headers


def test_a_page_of_what_went_wrong_runs_nothing_and_repeats_nothing(running: Running) -> None:
    response = running.client.get(
        "/nowhere/%3Cscript%3Ealert(1)%3C/script%3E?q=%3Cb%3Emark", headers=HTML
    )
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    assert "alert" not in response.text
    assert "mark" not in response.text.split("</head>")[1]
    assert "<script" not in response.text


def test_what_no_language_has_a_sentence_for_is_quoted_in_english(running: Running) -> None:
    _, _, page = _get(running, "/read/emoji-00000001?start=5&end=2")
    assert words_of("pages", "de")["technical"] in page
    assert '<q lang="en" dir="ltr">' in page
    assert "is not a part of emoji-00000001" in page


def test_who_asks_too_much_is_told_when_to_come_again(tmp_path: Path) -> None:
    limits = RateLimits(requests=1, requests_a_minute=1)
    with serving(tmp_path, limits=limits) as server:
        answers = [_get(server, "/nowhere") for _ in range(3)]
    status, _, page = answers[-1]
    assert status == 429
    assert re.search(r"in \d+ s erneut", page)
    assert f'<a href="">{words_of("pages", "de")["again"]}</a>' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_failures_that_people_meet_have_a_sentence_in_every_language(language: str) -> None:
    failures = (
        UnknownArticle("x"), IndexProblem("x"), IndexClosed("x"), Busy("x", retry=3),
        TooMany("x", retry=3), Gone("x"), UnusableQuestion("x"),
        UnusableQuestion("x", length=3000, most=2000), RuntimeError("secret"),
    )  # fmt: skip
    for failure in failures:
        said = sentence(said_of(failure), language)
        assert said
        assert "{" not in said
        assert "secret" not in told(failure, language)[0]


def test_what_only_english_says_is_marked_as_english() -> None:
    assert told(UsageError("Name one."), "fr") == ("Name one.", "en")
    assert told(ArticleDamaged("a.txt is damaged.", article="a"), "ru")[1] == "en"
    assert sentence(Said("none"), "fr") is None


@pytest.mark.parametrize(
    ("accept", "expected"),
    [(b"text/html", True), (b"", False), (b"TEXT/HTML", True), (b"text/html;q=0.1, */*", True),
     (b"application/problem+json, text/html", False), (b"text/htmlx", False), (b"\xff", False)],
)  # fmt: skip
def test_what_is_accepted_decides(accept: bytes, expected: bool) -> None:
    scope = {"type": "http", "path": "/", "headers": [(b"accept", accept)], "method": "GET"}
    assert wants_page(scope) is expected

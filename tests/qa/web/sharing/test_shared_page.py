"""Shared answers over real HTTP: as they were, as texts were before, and of articles gone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from web_server import Running, serving

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.answers import Answer, Kind, Quote
from qa.web.sharing.links import AnswerLinks

TOLL = Article(
    info=ArticleInfo(id="toll-1", title="Toll <b>", date="2023-05-08", lang="en"),
    text="The toll is two pounds.\n\nNobody minds, says <Orla> 🚢.",
)
MILL = Article(
    info=ArticleInfo(id="mill-1", title="Mill", date="2023-05-09", lang="en"),
    text="The mill burned down in 1911. It was built again.",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("shared") / "index"
    Index.open(folder, create=True).close()
    with serving(folder, real=True, examples=("What is the toll?",)) as running:
        yield running


@pytest.fixture
def folder(server: Running) -> Path:
    """The server's index, with the articles as they were at first, and no version of them."""
    with Index.open(server.settings.index) as index:
        index.remove([one.id for one in index.articles()])
        index.add_articles([TOLL, MILL])
    return server.settings.index


def _quote(article: Article, words: str, number: int) -> Quote:
    start = article.text.index(words)
    return Quote(
        number=number,
        article=article,
        start=start,
        end=start + len(words),
        speaker=f"Voice{number}",
    )


def _answer() -> Answer:
    said = (
        "The toll is two pounds.",
        "Nobody minds, says <Orla> 🚢.",
        "The mill burned down in 1911.",
    )
    quotes = tuple(
        _quote(article, words, number)
        for number, (article, words) in enumerate(zip((TOLL, TOLL, MILL), said, strict=True), 1)
    )
    lines = (f"Voice{quote.number}: {quote.text} [{quote.number}]" for quote in quotes)
    return Answer(
        question="What of <i>it</i>?",
        asked_as="What of <i>it</i>?",
        kind=Kind.OPEN,
        answered=True,
        confidence=0.9,
        answer="\n".join(lines),
        quotes=quotes,
    )


def _open(server: Running, folder: Path, answer: Answer, language: str = "en") -> httpx.Response:
    token = AnswerLinks(folder).make(answer, {"author": "Ada"})
    return server.client.get(f"/shared?a={token}", headers={"Accept-Language": language})


def _changes(page: str) -> list[str]:
    found = re.search(r'<ul class="shared-changes".*?</ul>', page, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [" ".join(re.sub(r"<[^>]*>", "", item).split()) for item in items]


def test_it_opens_as_it_was_and_says_so(server: Running, folder: Path) -> None:
    response = _open(server, folder, _answer())
    assert response.status_code == 200
    page = response.text
    assert "Its quotes stand in the articles as they did then." in page
    assert _changes(page) == []
    assert "Nobody minds, says &lt;Orla&gt; 🚢." in page
    assert "<i>it" not in page
    assert "<script" not in page
    assert "Ada" in page.split('class="within"')[1].split("</p>")[0]
    again = re.search(r'href="(\./\?shared=[^"]+)"', page)
    assert again is not None
    assert 'href="./?q=What+of+' in page
    taken = server.client.get("/chat/shared?a=" + again[1].removeprefix("./?shared=")).json()
    (taken,) = taken["exchanges"]
    assert [quote["text"] for quote in taken["answer"]["quotes"]] == [
        quote.text for quote in _answer().quotes
    ]
    kept = {"exchanges": [{"answer": taken["answer"], "filters": taken["filters"], "number": 1}]}
    shown = server.client.post("/chat/exchanges", json=kept).json()["html"][0]
    proof = taken["answer"]["link"]
    assert f'data-share="{proof}"' in shown  # and can be shared on
    assert server.client.post("/chat/links", json={"answers": [proof]}).json()["count"] == 1


def test_what_changed_is_said_and_the_words_of_then_are_shown(
    server: Running, folder: Path
) -> None:
    with Index.open(folder) as index:
        index.add_articles([replace(TOLL, text=TOLL.text.replace("two", "three"))])
        index.remove(["mill-1"])
    page = _open(server, folder, _answer()).text
    first, second, third = _changes(page)
    assert "Quote 1: The article was changed on" in first
    assert "They no longer stand in it as it is now." in first
    assert "They still stand in it." in second
    assert (
        third
        == "Quote 3: The article is no longer here, or not open to you; so the quote is not shown."
    )
    assert "The toll is two pounds." in page
    assert f"read/toll-1/changes?v={TOLL.text_hash[:12]}" in page
    link = re.search(r'href="(read/toll-1\?start=[^"#]*)', page)
    assert link is not None
    assert (
        "So this article read until" in server.client.get("/" + link[1].replace("&amp;", "&")).text
    )
    assert "1911" not in page
    assert "Voice3" not in page
    assert "shared=" not in page  # nothing to go on from
    assert "as they did then" not in page


def test_what_is_not_kept_is_not_shown(server: Running, folder: Path) -> None:
    with Index.open(folder) as index:
        index.remove(["toll-1", "mill-1"])
        index.add_articles(
            [replace(one, text=f"Wholly new. {one.text.upper()}") for one in (TOLL, MILL)]
        )
    response = _open(server, folder, _answer())
    page = response.text
    toll, mill = _changes(page)
    assert toll.startswith("Quote 1, 2: The article was changed since, and what it said then")
    assert mill.startswith("Quote 3: The article was changed since, and what it said then")
    assert "None of the quotes of this answer can be shown" in page
    assert not re.search("two pounds|TWO POUNDS|1911|Voice", page)
    token = AnswerLinks(folder).make(_answer(), {})
    assert server.client.get(f"/chat/shared?a={token}").status_code == 410


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "not as it was made"),
        ("de", "nicht, wie er erstellt wurde"),
        ("fr", "pas tel qu’il a été créé"),
        ("es", "no está como se creó"),
        ("ru", "не такая, какой была создана"),
        ("ar", "ليس كما أُنشئ"),
    ],
)
def test_an_altered_link_shows_nothing_in_every_language(
    running: Running, language: str, said: str
) -> None:
    token = AnswerLinks(running.settings.index).make(_answer(), {})
    assert token is not None
    for other in (token[:-3], token.swapcase(), "%00", "", "<b>"):
        response = running.client.get(
            "/shared", params={"a": other}, headers={"Accept-Language": language}
        )
        assert response.status_code == 404
        assert said in response.text
        assert f'<html lang="{language}"' in response.text
        assert "What of" not in response.text
    assert running.client.get("/chat/shared?a=x").status_code == 404


def test_an_answer_comes_with_what_its_link_is_made_of_and_a_refusal_too(running: Running) -> None:
    tokens = []
    for question in ("Who dredging", "Who mentions Brazil?"):
        with running.client.stream("POST", "/chat/ask", json={"question": question}) as response:
            body = "".join(response.iter_text())
        token = re.search(r'data-share=\\"([A-Za-z0-9_-]+)', body)
        assert token is not None
        assert f'"link":"{token[1]}"' in body.replace('": "', '":"')
        tokens.append(token[1])
    made = running.client.post("/chat/links", json={"answers": tokens, "title": "Dredging"}).json()
    page = running.client.get("/" + made["address"]).text
    assert "Shared conversation" in page
    assert "Who mentions Brazil?" in page
    assert page.count("the dredging stops on Monday") >= 1
    go_on = re.search(r'href="\./\?shared=([^"]+)"', page)
    assert go_on is not None
    taken = running.client.get(f"/chat/shared?a={go_on[1]}").json()
    assert [one["question"] for one in taken["exchanges"]] == [
        "Who dredging",
        "Who mentions Brazil?",
    ]


def test_a_link_that_was_taken_back_says_so(running: Running) -> None:
    token = AnswerLinks(running.settings.index).make(_answer(), {})
    made = running.client.post("/chat/links", json={"answers": [token]}).json()
    other = {"id": made["id"], "secret": "0" * 32}
    assert running.client.post("/chat/links/taken-back", json=other).status_code == 403
    assert running.client.get("/" + made["address"]).status_code == 200
    mine = {"id": made["id"], "secret": made["secret"]}
    assert running.client.post("/chat/links/taken-back", json=mine).json() == {"taken_back": True}
    response = running.client.get("/" + made["address"], headers={"Accept-Language": "de"})
    assert response.status_code == 410
    assert "Dieser Link wurde zurückgenommen" in response.text
    assert "What of" not in response.text
    assert running.client.get("/chat/" + made["address"]).status_code == 410
    assert running.client.get("/chat/links").status_code == 404  # there are no accounts here
    assert running.client.get(f"/shared?k={'0' * 32}").status_code == 404


def test_what_no_link_can_be_made_of_is_refused(running: Running) -> None:
    for sent in ({"answers": []}, {"answers": ["made-up"]}, {"answers": ["a" * 30_001]}, {}):
        assert running.client.post("/chat/links", json=sent).status_code == 422

"""Every route of the application, asked by everybody: what one may not see changes nothing.

The same is asked of a server that never had the secret articles. A route that is not named here
fails the test: whoever adds one says what may be sent to it.
"""

import base64
import io
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from docx import Document
from two_servers import SECRET_WORDS, Answering, two_servers, wait

from qa.web.sharing.links import AnswerLinks
from qa.web.sharing.sealing import AlteredLink, Sealing

OUTSIDERS = {
    "a reader without a group": {"who": "ben"},
    "a reader of another group": {"who": "cleo", "groups": "newsroom, nobody-knows-it"},
    "a reader who names a group that is no group": {"who": "dora", "groups": "*,everybody,ed"},
}
INSIDER = {"who": "ines", "groups": "newsroom,investigations"}
EDITOR = {"who": "ed"}


ASKED = (
    "Who bought the ferry?", "What did Ada Okoro say?", "What did Ravi Quillfeather say?",
    "Which articles do you have?", "Who are the speakers?", "How many articles are there?",
    "Who wrote about zylophon?", "What did Quilfeather say?", "Who paid 7,777,777 crowns?",
    "What leaks, and who sold the harbour?", "When does the harbour open?",
)  # fmt: skip
PLACE = "0-40"
SPEAKERS = ("ravi-quillfeather", "ada-okoro", "nobody")
SIDES = "?speaker=Ravi+Quillfeather&speaker=Ada+Okoro&about=ferry"
SPAN = {"article": "secret-zylo", "start": 0, "end": 40}
DRAFT = "“The zylophon deal was signed at night,” said Ravi Quillfeather. “We count every boat.”"

API = {
    ("POST", "/ask"): [{"question": one} for one in ASKED]
    + [{"question": ASKED[0], "filters": {"collection": name}} for name in ("tips", "default")]
    + [{"question": "And what did he say?", "history": ["Who is Ravi Quillfeather?"]},
       {"question": ASKED[0], "filters": {"articles": ["secret-zylo"]}}],
    ("POST", "/ask/stream"): [{"question": ASKED[0]}],
    ("POST", "/search"): [{"query": one, "k": 9} for one in ("ferry", "zylophon", "harbour boat")]
    + [{"query": "ferry", "filters": {"collections": ["tips"]}},
       {"query": "ferry", "filters": {"author": "quillfeather"}}],
    ("GET", "/articles"): ["", "?collection=tips", "?collection=letters",
                           f"?collection={'x' * 400}"],
    ("GET", "/collections"): [""],
    ("GET", "/articles/{identifier}"): ["/secret-zylo", "/secret-zylo?version=00000000", "/ferry",
                                        "/letter", "/nothing"],
    ("GET", "/statements"): ["", "?speaker=Ravi+Quillfeather", "?about=zylophon",
                             "?article=secret-zylo", "?collection=tips", "?limit=1"],
    ("POST", "/feedback"): [{"question": "Q?", "helpful": True, "quotes": [SPAN]}],
    ("POST", "/check"): [{"text": DRAFT}],
    ("POST", "/check/file"): [],
    ("GET", "/speakers"): ["", "?about=zylophon", "?limit=1"],
    ("GET", "/speakers/{key}/statements"): [f"/{one}/statements" for one in SPEAKERS],
    ("GET", "/sides"): [SIDES, "?about=ferry", "?speaker=Ada+Okoro&speaker=Ben+Moss"],
}  # fmt: skip
EDITORS = {
    ("GET", "/judgements"): None, ("DELETE", "/judgements/{number}"): None,
    ("GET", "/drafts"): None, ("DELETE", "/drafts/{draft}"): None, ("POST", "/drafts"): {},
    ("POST", "/drafts/url"): {"url": "https://news.example/a"}, ("POST", "/articles"): {},
    ("DELETE", "/articles/{identifier}"): None,
    ("POST", "/articles/remove"): {"ids": ["secret-zylo"]},
    ("PATCH", "/articles/details"): {"ids": ["secret-zylo"], "title": "T"},
    ("PATCH", "/articles/collections"): {"ids": ["secret-zylo"], "to": ["default"]},
    ("GET", "/removals"): None, ("POST", "/removals/{removal}/restore"): {},
    ("DELETE", "/removals/{removal}"): None, ("GET", "/articles/{identifier}/details"): None,
    ("PATCH", "/articles/{identifier}/details"): {"title": "T"},
    ("GET", "/speakers/decisions"): None, ("DELETE", "/speakers/decisions/{number}"): None,
    ("POST", "/speakers/same"): {}, ("POST", "/speakers/apart"): {},
    ("GET", "/gaps"): None, ("GET", "/gaps/rows"): None, ("GET", "/gaps/{number}/row"): None,
    ("POST", "/gaps/again"): {"gaps": [1]}, ("PATCH", "/gaps/{number}"): {"standing": "done"},
    ("DELETE", "/gaps/{number}"): None,
}  # fmt: skip
KEPT = {
    "question": ASKED[0], "asked_as": ASKED[0], "kind": "fact", "answered": True,
    "verdict": "stated", "confidence": 0.9, "answer": "Somebody: “…” [1]",
    "quotes": [{"number": 1, "text": "…", "start": 0, "end": 40, "stamp": "0" * 12,
                "article": {"id": "secret-zylo"}}],
}  # fmt: skip
PAGES: dict[tuple[str, str], list[Any]] = {
    ("GET", "/healthz"): [""], ("GET", "/metrics"): [""], ("GET", "/openapi.json"): [],
    ("GET", "/manage"): [""], ("GET", "/check"): [""], ("GET", "/docs"): [],
    ("GET", "/read/{identifier}"): ["/secret-zylo", "/secret-zylo?start=0&end=40&v=00000000",
                                    "/ferry", "/letter"],
    ("GET", "/read/{identifier}/panel"): ["/secret-copy/panel", "/ferry/panel"],
    ("GET", "/read/{identifier}/changes"): ["/secret-zylo/changes?v=00000000"],
    ("GET", "/read/{identifier}/pages/{place}"): [
        "/secret-zylo/pages/1", "/secret-zylo/pages/1?start=0&end=40", "/secret-zylo/pages/2",
        "/quay/pages/1", "/quay/pages/2", "/ferry/pages/1",
    ],
    ("GET", "/read/{identifier}/pages/{place}/picture"): [
        "/secret-zylo/pages/1/picture", "/secret-zylo/pages/2/picture", "/quay/pages/1/picture",
        "/ferry/pages/1/picture",
    ],
    ("GET", "/gaps"): ["", "?view=answered", "?search=zylophon"],
    ("GET", "/quote/{identifier}/{place}"): [
        f"/secret-zylo/{PLACE}{end}" for end in ("", ".json", ".bib", ".csl")
    ] + [f"/ferry/{PLACE}.json", f"/letter/{PLACE}.json"],
    ("GET", "/quote/{identifier}/{place}/card"): [f"/secret-zylo/{PLACE}/card"],
    ("POST", "/chat/ask"): [{"question": one} for one in ASKED[:4]]
    + [{"question": ASKED[0], "filters": {"authors": ["Ravi Quillfeather"]}},
       {"question": ASKED[0], "filters": {"collections": ["tips"]}}],
    ("POST", "/chat/exchanges"): [{"exchanges": [{"answer": KEPT}]}],
    ("GET", "/speakers"): ["", "?search=quill"],
    ("GET", "/speakers/named"): ["?name=Ravi+Quillfeather", "?name=Ada+Okoro"],
    ("GET", "/speakers/{key}"): [f"/{one}" for one in SPEAKERS],
    ("GET", "/speakers/{key}/parts"): [f"/{one}/parts" for one in SPEAKERS],
    ("GET", "/speakers/{key}/statements.{suffix}"): [
        f"/{one}/statements.{end}" for one in SPEAKERS for end in ("csv", "json")
    ],
    ("GET", "/sides"): [SIDES], ("GET", "/sides.md"): [SIDES], ("GET", "/sides.csv"): [SIDES],
    ("GET", "/sides.json"): [SIDES],
    ("GET", "/chat/examples"): [""],
    ("GET", "/chat/names"): ["?of=author", "?of=author&text=quill", "?of=publication",
                             "?of=collection", "?of=collection&text=tip"],
    ("POST", "/chat/scope"): [{}, {"authors": ["Ravi Quillfeather"]}, {"collections": ["tips"]}],
    ("GET", "/embed/examples"): [""], ("GET", "/embed/check"): [""], ("GET", "/embed/setup"): [],
    ("GET", "/embed/preview"): [""], ("GET", "/evaluate"): [""],
    ("POST", "/check/text"): [{"text": DRAFT}],
    ("GET", "/evaluate/report.css"): [""],
}  # fmt: skip
ELSEWHERE = {
    # With links and conversations of their own, below.
    ("GET", "/shared"), ("GET", "/chat/shared"), ("GET", "/chat/conversations"),
    ("GET", "/chat/conversations/{identifier}"), ("PUT", "/chat/conversations/{identifier}"),
    ("DELETE", "/chat/conversations/{identifier}"), ("POST", "/check/file"),
    ("POST", "/chat/links"), ("GET", "/chat/links"), ("POST", "/chat/links/taken-back"),
    ("POST", "/chat/export/{kind}"),
    # Nothing of the articles: files of the source, and tokens that are never the same.
    ("GET", "/ui/{name}"), ("GET", "/ui/chat/{stamp}/{name}"), ("GET", "/widget.js"),
    ("GET", "/embed/static/{name}"), ("GET", "/embed"), ("GET", "/embed/token"),
}  # fmt: skip
LISTS = {
    ("GET", "/manage/articles"), ("GET", "/manage/counts"), ("GET", "/manage/values"),
    ("GET", "/manage/identifiers"),
}  # fmt: skip
OF_EVALUATIONS = {
    ("POST", "/evaluate/check"), ("POST", "/evaluate/runs"), ("GET", "/evaluate/runs"),
    ("POST", "/evaluate/runs/{number}/cancel"), ("GET", "/evaluate/runs/{number}/results"),
    ("GET", "/evaluate/runs/{number}/report.html"), ("GET", "/evaluate/runs/{number}/run.json"),
}  # fmt: skip
PREFIXES = ("/api", "/api/v1")


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Answering, Answering]]:
    with two_servers(tmp_path_factory.mktemp("seeing")) as both:
        _SEALING.append(Sealing(both[0].index.folder))
        yield both


def _paths(pattern: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda one: values.get(one[1], "1"), pattern)


def _requests() -> Iterator[tuple[str, str, Any]]:
    """Yield method, path and body of what is sent, all that is not for editors alone."""
    for table, prefixes in ((API, PREFIXES), (PAGES, ("",))):
        for (method, pattern), asked in table.items():
            # What follows the first parameter is in what is asked.
            beginning = pattern.split("/{")[0]
            for prefix in prefixes:
                for one in asked:
                    is_body = isinstance(one, dict)
                    path = f"{prefix}{beginning}{'' if is_body else one}"
                    yield method, path, one if is_body else None


_SEALING: list[Sealing] = []
"""What the servers seal with, which is the same of both."""
_TOKEN = re.compile(r"(?<![\w-])[\w-]{80,}(?![\w-])")


def _sealed(found: re.Match[str]) -> str:
    """Return what a token carries; it is another one each time."""
    try:
        carried = json.loads(_SEALING[-1].opened(found[0]))
    except AlteredLink:
        return found[0]
    return json.dumps(carried.get("answers", carried), ensure_ascii=False)


_NEVER_THE_SAME = {"date", "content-length", "content-security-policy"}


def _told(response: httpx.Response) -> tuple[int, str]:
    """Return status, and text with headers, of a response without what is never the same.

    What is sealed is told as it was before.
    """
    headers = {k: v for k, v in response.headers.items() if k not in _NEVER_THE_SAME}
    text = _TOKEN.sub(_sealed, f"{response.text}\n{json.dumps(headers)}")
    text = re.sub(r'"timings_ms": ?\{[^}]*\}', "", text)
    text = re.sub(r"\d{4}-\d\d-\d\d(T| )[\d:]+(\+00:00)?", "TIME", text)
    text = re.sub(r"127\.0\.0\.1(?::|%3A)\d+", "HOST", text)
    text = re.sub(r"“?/[^ ”<&]*/(all|some)\b", "FOLDER", text)
    return response.status_code, re.sub(r"[0-9a-f]{32}", "ID", text)


def test_every_route_is_named_here(servers: tuple[Answering, Answering]) -> None:
    named = {*PAGES, *ELSEWHERE, *OF_EVALUATIONS, *LISTS}
    named |= {
        (method, f"{prefix}{path}") for prefix in PREFIXES for method, path in (*API, *EDITORS)
    }
    found = {(method, path) for method, path in servers[0].routes() if method != "HEAD"}
    assert found - named == set(), "say in this file what may be sent to it"
    assert named - found == set()


@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_what_one_may_not_see_changes_nothing(
    servers: tuple[Answering, Answering], visitor: str
) -> None:
    whole, alone = servers
    who = OUTSIDERS[visitor]
    for server in servers:  # examples are tried beside whatever else is done
        server.ask("GET", "/embed/examples", **who)
    differences = []
    for method, path, body in _requests():
        expected = _told(alone.ask(method, path, json=body, **who))
        found = _told(whole.ask(method, path, json=body, **who))
        if found != expected:
            differences.append((method, path, body, found, expected))
        if not SECRET_WORDS.search(f"{path} {body}"):  # else it is their own word
            assert not SECRET_WORDS.search(found[1]), (method, path)
    assert differences == []


@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_routes_of_which_nothing_is_said_here_are_asked_all_the_same(
    servers: tuple[Answering, Answering], visitor: str
) -> None:
    """Each route is asked for what is secret, also one that was added a moment ago."""
    whole, alone = servers
    who = OUTSIDERS[visitor]
    values = {"identifier": "secret-zylo", "key": "ravi-quillfeather", "place": PLACE,
              "draft": "0" * 32, "removal": "0" * 32, "kind": "docx", "suffix": "csv"}  # fmt: skip
    asked = {("GET", "/embed"), ("GET", "/embed/token")}  # tokens, never the same
    asked |= {key for key, those in PAGES.items() if those}
    asked |= {(method, f"/api{path}") for (method, path), those in API.items() if those}
    differences = []
    for method, pattern in sorted(whole.routes() - asked):
        if method == "HEAD" or pattern.startswith("/api/v1"):  # as under the other name
            continue
        body = None if method == "GET" else {}
        path = _paths(pattern, values)
        found, expected = (_told(one.ask(method, path, json=body, **who)) for one in (whole, alone))
        if found != expected or SECRET_WORDS.search(found[1].replace("secret-zylo", "")):
            differences.append((method, path, found, expected))
    assert differences == []


def test_only_editors_reach_what_is_for_editors(servers: tuple[Answering, Answering]) -> None:
    values = {"identifier": "secret-zylo", "draft": "0" * 32, "removal": "0" * 32}
    for who in (*OUTSIDERS.values(), INSIDER):
        for (method, pattern), body in EDITORS.items():
            for prefix in PREFIXES:
                told = servers[0].ask(method, prefix + _paths(pattern, values), json=body, **who)
                assert told.status_code in {403, 415}, (method, pattern)
                assert not SECRET_WORDS.search(told.text)
        for method, pattern in OF_EVALUATIONS:
            told = servers[0].ask(method, _paths(pattern, values), json={}, **who)
            assert told.status_code == 403, (method, pattern)
        for path in ("/manage/articles", "/manage/counts", "/manage/values?facet=author",
                     "/manage/identifiers"):  # fmt: skip
            assert servers[0].ask("GET", path, **who).status_code == 403


def test_who_may_see_it_does(servers: tuple[Answering, Answering]) -> None:
    """The other tests would pass as well where nobody sees anything."""
    whole = servers[0]
    for who in (INSIDER, EDITOR):
        assert whole.ask("GET", "/api/articles/secret-zylo", **who).status_code == 200
        answer = whole.ask("POST", "/api/ask", json={"question": ASKED[2]}, **who).json()
        assert answer["quotes"][0]["article"]["id"].startswith("secret")
        assert answer["quotes"][0]["collection"] == "tips"
        listed = whole.ask("GET", "/api/collections", **who).json()["collections"]
        assert {"name": "tips", "articles": 2} in listed
    newsroom = OUTSIDERS["a reader of another group"]
    assert whole.ask("GET", "/api/articles/letter", **newsroom).status_code == 200
    assert whole.ask("GET", "/api/articles/letter").status_code == 404
    assert whole.ask("GET", "/metrics", **EDITOR).status_code == 200
    assert whole.ask("GET", "/healthz", **EDITOR).json()["articles"] == 5
    assert whole.ask("GET", "/healthz").json()["articles"] == 2
    assert whole.ask("GET", "/healthz", who=None).json()["articles"] == 0
    assert whole.ask("GET", "/api/articles", who=None).status_code == 401
    for who in (INSIDER, EDITOR):
        assert "zylophon" in whole.ask("GET", "/read/secret-zylo/pages/1", **who).text
        picture = whole.ask("GET", "/read/secret-zylo/pages/1/picture", **who)
        assert picture.headers["content-type"] == "image/webp"
    assert whole.ask("GET", "/read/quay/pages/1/picture").status_code == 200
    assert whole.ask("GET", "/read/secret-zylo/pages/1/picture").status_code == 404


def test_a_link_shows_what_its_reader_may_see(servers: tuple[Answering, Answering]) -> None:
    whole, alone = servers
    told = whole.ask("POST", "/chat/ask", json={"question": ASKED[2]}, **INSIDER).text
    link = re.findall(r'"link": ?"([\w-]+)"', told)[-1]
    assert "zylophon" in whole.ask("GET", f"/shared?a={link}", **INSIDER).text
    for who in OUTSIDERS.values():
        for path in (f"/shared?a={link}", f"/chat/shared?a={link}"):
            found, expected = whole.ask("GET", path, **who), alone.ask("GET", path, **who)
            assert _told(found) == _told(expected)
            assert not SECRET_WORDS.search(found.text)
    assert not SECRET_WORDS.search(str(base64.urlsafe_b64decode(link + "==="[: -len(link) % 4])))


def test_the_words_of_a_link_are_for_who_may_see_all_that_it_quotes(
    servers: tuple[Answering, Answering],
) -> None:
    whole, alone = servers
    links = AnswerLinks(whole.index.folder)
    told = _proofs(whole, "What did Ben Moss say?", "What was signed at night?")
    moss, night = (links.open(one).answers[0] for one in told)
    named = {"question": "Did Quillfeather hear it?", "asked_as": "Did Quillfeather hear it?",
             "notes": ["Understood “Zylofon” as Zylophon."],
             "filters": {"collections": ["tips", "default"]}}  # fmt: skip
    silent = {"answered": False, "quotes": [], "lines": [["Near: Ravi Quillfeather."]]}
    both = moss.model_copy(
        update={**named, "quotes": [*moss.quotes, *night.quotes],
                "lines": [["Against Quillfeather: ", *moss.lines[0]], ["Zylophon [2]"]]}
    )  # fmt: skip
    near = moss.model_copy(update={**named, **silent, "nearest": night.quotes})
    nothing = moss.model_copy(
        update={**silent, "question": "Who leaks?", "asked_as": "Who leaks?", "nearest": [],
                "notes": named["notes"], "filters": named["filters"]}
    )  # fmt: skip
    sealed = [str(links.proof(one)) for one in (both, near, nothing)]
    links.store.close()
    for (shown, kept), token in zip(
        (("The quay leaks", 410), ("not shown", 410), ("Who leaks?", 200)), sealed, strict=True
    ):
        assert SECRET_WORDS.search(whole.ask("GET", f"/shared?a={token}", **EDITOR).text)
        for who in OUTSIDERS.values():
            for path in (f"/shared?a={token}", f"/chat/shared?a={token}"):
                found = whole.ask("GET", path, **who)
                assert _told(found) == _told(alone.ask("GET", path, **who))
                assert not SECRET_WORDS.search(found.text)
            assert found.status_code == kept
            for language in ("en", "de"):
                spoken = {"headers": {"Accept-Language": language}}
                page = whole.ask("GET", f"/shared?a={token}", **who, **spoken).text
                assert not SECRET_WORDS.search(page)
                assert language != "en" or shown in page


def _proofs(server: Answering, *questions: str) -> list[str]:
    """Return what is kept of the answers that somebody gets who sees the secret."""
    asked = [server.ask("POST", "/chat/ask", json={"question": q}, **INSIDER) for q in questions]
    return [re.findall(r'"link": ?"([\w-]+)"', one.text)[-1] for one in asked]


def _proof_of_length(server: Answering, proof: str) -> str:
    """Return a proof of the same answer that is too long for a link."""
    links = AnswerLinks(server.index.folder)
    (shared,) = links.open(proof).answers
    found = links.proof(shared.model_copy(update={"question": secrets.token_hex(2_000)}))
    links.store.close()
    assert found
    return found


def test_a_shared_conversation_shows_what_its_reader_may_see(
    servers: tuple[Answering, Answering],
) -> None:
    whole, alone = servers
    proofs = _proofs(whole, "What did Ben Moss say?", "What was signed at night?")
    long = _proof_of_length(whole, proofs[0])
    for answers, carried in ((proofs, "a"), ([*proofs, long], "k")):  # in the link, and kept
        wanted = {"answers": answers, "title": "Zylophon"}
        made = whole.ask("POST", "/chat/links", json=wanted, **INSIDER).json()
        assert made["address"].startswith(f"shared?{carried}=")
        assert "zylophon deal" in whole.ask("GET", f"/{made['address']}", **INSIDER).text
        for who in OUTSIDERS.values():
            for path in (f"/{made['address']}", f"/chat/{made['address']}"):
                found = whole.ask("GET", path, **who)
                assert not SECRET_WORDS.search(found.text)
                if carried == "a":
                    assert _told(found) == _told(alone.ask("GET", path, **who))
            assert "The quay leaks" in whole.ask("GET", f"/{made['address']}", **who).text
            assert whole.ask("GET", "/chat/links", **who).json() == {"links": []}
            taking = {"id": made["id"], "secret": "0" * 32}
            taken = whole.ask("POST", "/chat/links/taken-back", json=taking, **who)
            assert taken.status_code == 403
    assert len(whole.ask("GET", "/chat/links", **INSIDER).json()["links"]) == 2


def test_a_file_holds_what_its_reader_may_see(servers: tuple[Answering, Answering]) -> None:
    whole, alone = servers
    proofs = _proofs(whole, "What did Ben Moss say?", "What was signed at night?")
    sent = {
        "made": 1_700_000_000_000,
        "exchanges": [{"question": "Q?", "proof": one} for one in proofs],
    }

    def texts(server: Answering, **who: str) -> list[str]:
        made = server.ask("POST", "/chat/export/docx", json=sent, **who)
        document = Document(io.BytesIO(made.content))
        links = [one.target_ref for one in document.part.rels.values() if one.is_external]
        texts = [*(one.text for one in document.paragraphs), *links]
        return [one.replace(str(server.client.base_url), "HOME/") for one in texts]

    assert any("zylophon deal" in one for one in texts(whole, **INSIDER))
    for who in OUTSIDERS.values():
        found = texts(whole, **who)
        assert any("The quay leaks" in one for one in found)
        assert not SECRET_WORDS.search("\n".join(found))
        assert found == texts(alone, **who)
        assert whole.ask("POST", "/chat/export/pdf", json=sent, **who).status_code == 200


def test_editors_are_told_what_somebody_missed_and_nobody_else(
    servers: tuple[Answering, Answering],
) -> None:
    whole = servers[0]
    question = "Which deal was signed at night?"
    whole.ask("POST", "/api/ask", json={"question": question})

    def gaps() -> list[str]:
        listed = whole.ask("GET", "/api/gaps?limit=1000", **EDITOR).json()["gaps"]
        return [wording["question"] for one in listed for wording in one["questions"]]

    wait(lambda: question in gaps())
    assert question in whole.ask("GET", "/gaps?search=night", **EDITOR).text
    for who in (*OUTSIDERS.values(), INSIDER):
        assert question not in whole.ask("GET", "/gaps?search=night", **who).text


def test_what_takes_an_articles_place_is_where_that_was(
    servers: tuple[Answering, Answering],
) -> None:
    whole = servers[0]
    address = str(whole.client.base_url).rstrip("/")
    headers = {"Origin": address, "Content-Type": "application/octet-stream"}
    draft = whole.ask(
        "POST", "/api/drafts?name=new.txt", content=b"The zylophon deal was off again.",
        headers=headers, **EDITOR,
    ).json()["id"]  # fmt: skip
    kept = whole.ask(
        "POST", "/api/articles", json={"draft": draft, "replaces": "secret-copy"},
        headers={"Origin": address}, **EDITOR,
    )  # fmt: skip
    (made,) = kept.json()["articles"]
    try:
        path = f"/api/articles/{made['id']}"
        assert whole.ask("GET", path, **INSIDER).status_code == 200
        for who in OUTSIDERS.values():
            assert whole.ask("GET", path, **who).status_code == 404
    finally:
        (removal,) = whole.index.removals.all()
        whole.index.removals.remove([made["id"]], "ed")
        whole.index.removals.bring_back(removal.token)


def test_kept_conversations_are_read_with_the_eyes_of_today(
    servers: tuple[Answering, Answering],
) -> None:
    whole, path = servers[0], "/chat/conversations/00000000aa"
    asked = {
        "question": "When does it open?",
        "answer": {**KEPT, "answer": "On Monday.", "quotes": []},
    }
    secret = {"question": "Who bought it?", "answer": {**KEPT, "answer": "Zylophon bought it."}}
    kept = {"title": "Ferries", "made": 1, "changed": 1, "exchanges": [asked, secret]}
    assert whole.ask("PUT", path, json=kept, **INSIDER).status_code == 200
    assert len(whole.ask("GET", path, **INSIDER).json()["exchanges"]) == 2
    found = "/chat/conversations?search=zylophon"
    assert len(whole.ask("GET", found, **INSIDER).json()["conversations"]) == 1
    left = {"who": INSIDER["who"], "groups": "newsroom"}  # out of the group since
    assert [one["question"] for one in whole.ask("GET", path, **left).json()["exchanges"]] == [
        "When does it open?"
    ]
    assert whole.ask("GET", found, **left).json()["conversations"] == []
    assert (
        len(whole.ask("GET", "/chat/conversations?search=monday", **left).json()["conversations"])
        == 1
    )


def test_a_draft_as_a_file_is_compared_with_what_is_seen(
    servers: tuple[Answering, Answering],
) -> None:
    sent = {"content": DRAFT.encode(), "headers": {"Content-Type": "application/octet-stream"}}
    for path in ("/api/check/file?name=d.txt", "/check/file?name=d.txt"):
        for who in OUTSIDERS.values():
            found = servers[0].ask("POST", path, **who, **{**sent})
            assert _told(found) == _told(servers[1].ask("POST", path, **who, **{**sent}))


def test_what_editors_said_of_the_secret_is_told_to_nobody_else(
    servers: tuple[Answering, Answering],
) -> None:
    whole, alone = servers
    asked = "Who bought the ferry?"
    said = {"question": asked, "helpful": True, "better": {**SPAN, "end": 20}}
    headers = {"Origin": str(whole.client.base_url).rstrip("/")}
    assert (
        whole.ask("POST", "/api/feedback", json=said, headers=headers, **EDITOR).status_code == 201
    )
    try:
        answer = whole.ask("POST", "/api/ask", json={"question": asked}, **INSIDER).json()
        assert answer["quotes"][0]["confirmed"]
        for who in OUTSIDERS.values():
            body = {"question": asked}
            assert _told(whole.ask("POST", "/api/ask", json=body, **who)) == _told(
                alone.ask("POST", "/api/ask", json=body, **who)
            )
    finally:
        numbers = [one.judgement.number for one in whole.index.judgements.all()]
        whole.index.judgements.remove(numbers)
    secret = {**said, "quotes": [SPAN], "better": None}
    assert whole.ask("POST", "/api/feedback", json=secret).status_code == 404


def test_decisions_on_speakers_hold_where_all_they_rest_on_is_seen(
    servers: tuple[Answering, Answering],
) -> None:
    """Lena Fisk speaks in a letter, Ben Moss in what all see, Ada Okoro in secret as well."""
    whole, alone = servers
    keys = {
        one["name"]: one["key"]
        for one in whole.ask("GET", "/api/speakers", **EDITOR).json()["speakers"]
    }
    outside, newsroom, _ = OUTSIDERS.values()

    def shown(server: Answering, who: dict[str, str]) -> list[tuple[int, str]]:
        paths = ("/api/speakers", "/speakers", "/api/sides?speaker=Lena+Fisk&speaker=Ben+Moss",
                 "/speakers/named?name=Lena+Fisk", f"/speakers/{keys['Lena Fisk']}",
                 f"/speakers/{keys['Ada Okoro']}/parts")  # fmt: skip
        return [_told(server.ask("GET", path, **who)) for path in paths]

    def decide(server: Answering, speaker: str, other: str) -> int:
        wanted = {"speaker": keys[speaker], "other": keys[other]}
        headers = {"Origin": str(server.client.base_url).rstrip("/")}
        decided = server.ask("POST", "/api/speakers/same", json=wanted, headers=headers, **EDITOR)
        return int(decided.json()["number"])

    before = {name: shown(whole, who) for name, who in OUTSIDERS.items()}
    made = []
    try:
        made.append((whole, decide(whole, "Ben Moss", "Ada Okoro")))
        assert {name: shown(whole, who) for name, who in OUTSIDERS.items()} == before
        whole.index.speaker_decisions.remove(made.pop()[1])
        made += [(server, decide(server, "Ben Moss", "Lena Fisk")) for server in servers]
        assert (
            shown(whole, newsroom) == shown(alone, newsroom) != before["a reader of another group"]
        )
        assert shown(whole, outside) == shown(alone, outside) == before["a reader without a group"]
        (moss,) = whole.ask("GET", "/api/speakers?search=Moss", **newsroom).json()["speakers"]
        assert moss["spellings"] == ["Ben Moss", "Lena Fisk"]
    finally:
        for server, number in made:
            server.index.speaker_decisions.remove(number)


def test_the_greeting_counts_what_is_seen(servers: tuple[Answering, Answering]) -> None:
    """An event of Gradio's, which works outside of the request that brought it."""
    whole = servers[0]
    counts = []
    for number, who in enumerate((OUTSIDERS["a reader without a group"], INSIDER)):
        session = f"session{number}"
        join = {"data": [], "fn_index": 0, "session_hash": session}
        assert whole.ask("POST", "/gradio_api/queue/join", json=join, **who).status_code == 200
        told = whole.ask("GET", f"/gradio_api/queue/data?session_hash={session}", **who).text
        counts.append(re.findall(r"\b(\d+) articles", told))
    assert counts[0][:1] == ["2"], counts
    assert counts[1][:1] == ["5"], counts


def test_moving_an_article_shows_and_hides_it_at_once(servers: tuple[Answering, Answering]) -> None:
    whole = servers[0]
    changes = whole.index.collection_changes
    changes.move(["quay"], ["tips"])
    try:
        assert whole.ask("GET", "/api/articles/quay").status_code == 404
        assert whole.ask("GET", "/api/articles").json()["total"] == 1
    finally:
        changes.move(["quay"], ["default"])
    assert whole.ask("GET", "/api/articles/quay").status_code == 200

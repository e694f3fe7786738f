"""The API of the contract, over real HTTP."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from web_server import EMOJI, Running, serving, until

from qa.evaluation.sets.feedback import FILE, FeedbackStore, Verdict
from qa.web.settings import RateLimits


def _ask(server: Running, **body: object) -> httpx.Response:
    return server.client.post("/api/ask", json=body)


def test_an_answer_has_every_field_of_the_contract(running: Running) -> None:
    answer = _ask(running, question="Who dredging").json()
    assert set(answer) == {
        "question", "asked_as", "kind", "answered", "verdict", "confidence", "reason", "answer",
        "quotes", "notes", "nearest", "timings_ms", "withheld",
    }  # fmt: skip
    quote = answer["quotes"][0]
    assert set(quote) == {
        "number", "text", "start", "end", "speaker", "kind", "score", "answer_span", "page", "time",
        "collection", "article", "also_in", "corrected_by", "confirmed",
        "copies",
    }  # fmt: skip
    assert (quote["kind"], quote["page"], quote["corrected_by"]) == ("indirect", None, None)
    assert (answer["verdict"], answer["notes"]) == ("stated", [])
    assert quote["text"] == EMOJI.text[quote["start"] : quote["end"]]
    assert quote["text"] == "Minister Rosa Calder said the dredging stops on Monday."
    start, end = quote["answer_span"]
    assert EMOJI.text[start:end] == "dredging"
    assert quote["article"]["publication"] == "The Quay"
    assert answer["confidence"] == 0.934
    assert answer["timings_ms"]["total"] == 3.0


def test_what_may_answer_is_unsure_and_has_notes(running: Running) -> None:
    answer = _ask(running, question="Perhaps dredging").json()
    assert (answer["answered"], answer["verdict"]) == (True, "unsure")
    assert answer["notes"] == ["Understood “dregding” as dredging."]


def test_an_abstention_is_an_answer(running: Running) -> None:
    response = _ask(running, question="Who mentions Brazil?")
    answer = response.json()
    assert response.status_code == 200
    assert (answer["answered"], answer["reason"], answer["quotes"]) == (False, "not-stated", [])
    assert answer["nearest"][0]["text"] == EMOJI.text[:24]


def test_history_and_filters_reach_the_assistant(running: Running) -> None:
    filters = {"author": "Ada", "publication": "Quay", "after": "18 April 2012", "before": ""}
    answer = _ask(running, question="dredging", history=["First?", " "], filters=filters).json()
    question, history, used = running.assistant.asked[-1]
    assert (question, history) == ("dredging", ("First?",))
    assert (used.author, used.source, used.after, used.before) == (
        "Ada", "Quay", "2012-04-18", None,
    )  # fmt: skip
    assert answer["asked_as"] == "dredging (after First?)"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "question: field required"),
        ({"question": "   "}, "question: string should have at least 1 character"),
        ({"question": "x" * 2001}, "has 2,001 characters; at most 2,000"),
        ({"question": "x", "k": 1}, "k: extra inputs are not permitted"),
        ({"question": "x", "history": "y"}, "history: input should be a valid list"),
        ({"question": "x", "filters": {"after": "soon"}}, "filters.after: 'soon' is not a date"),
        ({"question": 5}, "question: input should be a valid string"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    running: Running, body: dict[str, object], says: str
) -> None:
    response = running.client.post("/api/ask", json=body)
    problem = response.json()
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert says in problem["detail"]
    assert (problem["status"], problem["title"]) == (422, "Unprocessable Entity")
    assert problem["type"] == "about:blank"


def test_what_is_not_there_is_named_and_an_address_is_told_as_such(running: Running) -> None:
    json = {"Content-Type": "application/json"}
    gone = running.client.delete("/api/judgements/999", headers=json)
    assert (gone.status_code, gone.json()["detail"]) == (404, "There is no judgement 999.")
    nothing = running.client.get("/api/nothing")
    assert nothing.json()["detail"].startswith("There is nothing at this address.")


def test_a_field_is_named_though_it_is_called_like_where_it_is(running: Running) -> None:
    for body in ({}, {"query": ""}, {"query": 5}):
        problem = running.client.post("/api/search", json=body).json()
        assert [one["field"] for one in problem["errors"]] == ["query"]
    problem = running.client.get("/api/articles?limit=0").json()
    assert [one["field"] for one in problem["errors"]] == ["limit"]


@pytest.mark.parametrize("content", ["[" * 100_000, '{"question": ' + "9" * 5_000 + "}"])
def test_json_that_no_parser_should_be_given_is_a_problem(running: Running, content: str) -> None:
    response = running.client.post(
        "/api/ask", content=content, headers={"Content-Type": "application/json"}
    )
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", r'{"question": "\ud800 dredging"}'),
        ("/api/ask", r'{"question": "dredging", "history": ["\udfff"]}'),
        ("/api/ask", r'{"question": "dredging", "filters": {"author": "\ud83d"}}'),
        ("/api/search", r'{"query": "\ud800"}'),
        ("/api/feedback", r'{"question": "Who?", "helpful": true, "comment": "\udc00"}'),
    ],
)
def test_half_a_character_is_refused_with_its_field(running: Running, path: str, body: str) -> None:
    response = running.client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] in response.json()["detail"]


def test_the_version_may_be_named(running: Running) -> None:
    first = _ask(running, question="Who dredging").json()
    named = running.client.post("/api/v1/ask", json={"question": "Who dredging"})
    assert named.json() == first
    assert (
        running.client.get("/api/v1/articles").json() == running.client.get("/api/articles").json()
    )
    assert running.client.get(f"/api/v1/articles/{EMOJI.id}").json()["text"] == EMOJI.text
    assert running.client.get("/api/v1/articles/nothing").status_code == 404
    assert running.client.post("/api/v1/search", json={"query": "x"}).status_code == 200
    assert running.client.get("/api/v2/articles").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/nothing", 404), ("GET", "/api/ask", 405), ("DELETE", "/api/articles", 405),
     ("GET", "/api/articles/", 404), ("GET", "/api/articles?limit=0", 422),
     ("GET", "/api/articles?offset=" + "9" * 5_000, 422)],
)  # fmt: skip
def test_every_failure_is_a_problem(running: Running, method: str, path: str, status: int) -> None:
    response = running.client.request(method, path, headers={"Content-Type": "application/json"})
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["detail"].endswith(".")
    assert ("allow" in response.headers) is (status == 405)


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    limits = RateLimits(questions=2, questions_a_minute=1)
    with serving(tmp_path, limits=limits) as server:
        responses = [_ask(server, question="dredging") for _ in range(3)]
    refused = responses[-1]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["content-type"] == "application/problem+json"


def test_statements_are_listed_with_who_said_them(running: Running) -> None:
    listed = running.client.get("/api/statements").json()
    (statement,) = [one for one in listed["statements"] if one["article"] == EMOJI.id]
    assert set(statement) == {
        "article", "speaker", "speaker_mention", "cue", "start", "end", "text", "kind", "date",
        "doubtful",
    }  # fmt: skip
    assert statement["speaker"] == "Rosa Calder"
    assert statement["text"] == EMOJI.text[statement["start"] : statement["end"]]
    assert listed["next"] is None


def test_statements_are_narrowed_and_paged(running: Running) -> None:
    def found(**values: str | int) -> dict[str, list[object]]:
        response = running.client.get("/api/statements", params=values)
        listed: dict[str, list[object]] = response.json()
        return listed

    assert found(speaker="Nobody")["statements"] == []
    assert len(found(speaker="Calder", about="dredging", article=EMOJI.id)["statements"]) == 1
    assert found(article="nothing")["status"] == 404
    assert found(cursor="nothing")["status"] == 422
    assert found(limit=0)["status"] == 422
    assert found(speaker="x" * 501)["status"] == 422


def test_broken_json_is_a_problem_too(running: Running) -> None:
    response = running.client.post(
        "/api/ask", content="{", headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422
    assert response.json()["detail"] == "The request cannot be used: body: it is not JSON."


def test_a_failure_of_ours_tells_nothing_of_the_inside(running: Running) -> None:
    response = _ask(running, question="Break.")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["detail"].startswith("Something failed here")


def test_search_gives_hits(running: Running) -> None:
    hits = running.client.post("/api/search", json={"query": "dredging", "k": 3}).json()["hits"]
    assert [hit["rank"] for hit in hits] == [1]
    assert hits[0]["text"] == EMOJI.text[hits[0]["start"] : hits[0]["end"]]
    assert running.client.post("/api/search", json={"query": "x", "k": 0}).status_code == 422


def test_articles_are_listed_in_pages(running: Running) -> None:
    whole = running.client.get("/api/articles").json()
    assert whole["total"] == 2
    assert whole["articles"][0] == EMOJI.info.to_listing()
    second = running.client.get("/api/articles", params={"limit": 1, "offset": 1}).json()
    assert [one["id"] for one in second["articles"]] == ["hostile-00000002"]


def test_one_article_has_its_whole_text(running: Running) -> None:
    article = running.client.get(f"/api/articles/{EMOJI.id}").json()
    assert article == {**EMOJI.to_json(), "versions": [], "copies": []}


def test_an_unknown_article_is_not_found(running: Running) -> None:
    response = running.client.get("/api/articles/nothing")
    assert response.status_code == 404
    assert response.json()["detail"] == "No article has the identifier 'nothing'."


def _verdicts(server: Running) -> list[Verdict]:
    with FeedbackStore(server.settings.index / FILE) as store:
        return store.rows()


def test_a_verdict_is_on_disk_when_it_is_confirmed(running: Running) -> None:
    start = EMOJI.text.index("Nobody")
    body = {
        "question": "Who objected?",
        "helpful": False,
        "filters": {"after": "6 May 2024"},
        "quotes": [{"article": EMOJI.id, "start": 0, "end": 5, "speaker": "S"}],
        "better": {"article": EMOJI.id, "start": start, "end": start + 16},
        "comment": "wrong\nline",
    }
    response = running.client.post("/api/feedback", json=body)
    verdict = _verdicts(running)[-1]
    assert response.status_code == 201
    assert response.json() == {"recorded": True, "id": len(_verdicts(running))}
    assert (verdict.good, verdict.question, verdict.note) == (False, "Who objected?", "wrong\nline")
    assert verdict.filters == {"after": "2024-05-06"}
    assert verdict.quotes[0].text == EMOJI.text[:5]
    assert verdict.better is not None
    assert verdict.better.text == "Nobody objected."


@pytest.mark.parametrize(
    ("quote", "status"),
    [
        ({"article": "nothing", "start": 0, "end": 5}, 404),
        ({"article": EMOJI.id, "start": 5, "end": 5}, 422),
        ({"article": EMOJI.id, "start": 0, "end": 10**9}, 422),
        ({"article": EMOJI.id, "start": 0, "end": 5, "text": "made up"}, 422),
    ],
)
def test_a_verdict_quotes_only_what_an_article_says(
    running: Running, quote: dict[str, object], status: int
) -> None:
    body = {"question": "Who?", "helpful": True, "quotes": [quote]}
    assert running.client.post("/api/feedback", json=body).status_code == status


def test_health_says_how_many_articles(running: Running) -> None:
    assert running.client.get("/healthz").json()["articles"] == 2
    assert running.client.get("/healthz").json()["status"] == "ok"


def test_metrics_count_answers_but_never_tell_questions(running: Running) -> None:
    _ask(running, question="Where is the xylophone dredging")
    metrics = running.client.get("/metrics").text
    assert 'pullquote_answers_total{outcome="answered"}' in metrics
    assert 'pullquote_stage_seconds_count{stage="read"}' in metrics
    assert 'route="/api/ask"' in metrics
    assert "xylophone" not in metrics


def test_addresses_of_visitors_make_no_new_series(running: Running) -> None:
    running.client.get("/api/articles/tell-tale")
    running.client.get("/no/such/tell-tale")
    assert "tell-tale" not in running.client.get("/metrics").text


def test_the_description_is_local_and_complete(running: Running) -> None:
    paths = running.client.get("/openapi.json").json()["paths"]
    assert set(paths) >= {
        "/api/ask", "/api/ask/stream", "/api/search", "/api/articles",
        "/api/articles/{identifier}", "/api/statements", "/api/feedback", "/healthz", "/metrics",
    }  # fmt: skip
    page = running.client.get("/docs").text
    assert all(path.split("{")[0] in page for path in paths)
    assert "://" not in page.replace("http://127.0.0.1:7860", "")


def test_without_an_index_the_server_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, empty=True) as server:
        answer = _ask(server, question="Anyone?").json()
        assert answer["reason"] == "empty-index"
        assert server.client.get("/healthz").json()["status"] == "empty"
        assert server.client.get("/api/articles").json() == {"articles": [], "total": 0}
        assert server.client.get("/api/articles/x").status_code == 404


def test_too_many_at_once_are_asked_to_come_back(tmp_path: Path) -> None:
    with serving(tmp_path, threads=1, batch=1, waiting=2) as server, ThreadPoolExecutor(6) as pool:
        server.assistant.gate = threading.Event()
        asked = [pool.submit(_ask, server, question="0 dredging")]
        until(lambda: server.assistant.asked)  # it is worked on, and waits no more
        asked += [pool.submit(_ask, server, question=f"{n} dredging") for n in range(1, 6)]
        until(lambda: sum(one.done() for one in asked) == 3)
        server.assistant.gate.set()
        responses = [one.result() for one in asked]
    refused = [response for response in responses if response.status_code == 503]
    assert sorted(response.status_code for response in responses) == [200] * 3 + [503] * 3
    assert refused[0].headers["retry-after"] == "2"
    assert "ask again" in refused[0].json()["detail"]

"""How much one address may ask for: the buckets, and what a flood gets over real sockets."""

import asyncio
import itertools
import json
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flood import Reply, flood, request, send
from hypothesis import given
from hypothesis import strategies as st
from loops import in_own_loop
from web_server import Running, serving, until

from qa.web.requests.rate_limits import OpenRequests, TokenBuckets, TooManyOpenRequests
from qa.web.settings import RateLimits

# Next to nothing is added while a test runs, however long that takes.
_LIMITS = RateLimits(
    questions=20, questions_a_minute=1, requests=100, requests_a_minute=1, asking=8
)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_gives_its_size_and_then_its_pace() -> None:
    clock = Clock()
    buckets = TokenBuckets(size=3, a_minute=30, clock=clock)
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 2, 2]  # one every 60 / 30 seconds
    clock.now = 1.9
    assert buckets.take("a") == 1
    clock.now = 2.0
    assert buckets.take("a") == 0
    assert buckets.take("b") == 0
    clock.now = 1_000.0
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]  # never more than its size


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_who_waits_as_long_as_was_said_is_served(pauses: list[float]) -> None:
    clock = Clock()
    buckets = TokenBuckets(size=2, a_minute=40, clock=clock)
    for pause in pauses:
        clock.now += pause
        wait = buckets.take("a")
        if wait:
            clock.now += wait
            assert buckets.take("a") == 0


def test_the_memory_is_bounded_and_the_one_being_refused_is_not_forgotten() -> None:
    buckets = TokenBuckets(size=1, a_minute=1, remembered=50, clock=Clock())
    assert buckets.take("flood") == 0
    for number in range(10_000):
        buckets.take(f"visitor {number}")
        assert buckets.take("flood") > 0
    assert len(buckets) == 50


def test_what_is_open_is_counted_and_forgotten() -> None:
    requests = OpenRequests(2, in_all=4)
    with requests.one("a"), requests.one("a"), requests.one("b"):
        with pytest.raises(TooManyOpenRequests) as full, requests.one("a"):
            pass
        assert not full.value.everybody
        with requests.one("c"), pytest.raises(TooManyOpenRequests) as full, requests.one("d"):
            pass
        assert full.value.everybody
        assert len(requests) == 2
    assert len(requests) == 0
    with requests.one("a"), requests.one("b"), requests.one("c"), requests.one("d"):
        pass


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("limited")
    with serving(folder, limits=_LIMITS, trusted_proxies=("127.0.0.1",)) as server:
        yield server


_numbers = itertools.count(1)


@pytest.fixture
def visitor() -> dict[str, str]:
    """The headers a trusted proxy sends for somebody who was never seen before."""
    return {"X-Forwarded-For": f"198.51.100.{next(_numbers)}"}


def test_too_many_questions_get_a_friendly_answer(
    limited: Running, visitor: dict[str, str]
) -> None:
    ask = {"question": "dredging"}
    replies = [limited.client.post("/api/ask", json=ask, headers=visitor) for _ in range(40)]
    refused = next(one for one in replies if one.status_code == 429)
    assert refused.headers["content-type"] == "application/problem+json"
    seconds = int(refused.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert refused.json()["detail"] == (
        "Too many questions came from your address in a short time; wait "
        f"{seconds} second{'' if seconds == 1 else 's'} and try again."
    )
    assert Counter(one.status_code for one in replies)[200] >= _LIMITS.questions
    other = {"X-Forwarded-For": "203.0.113.1"}
    assert limited.client.post("/api/ask", json=ask, headers=other).status_code == 200
    figures = limited.client.get("/metrics").text
    assert 'pullquote_refused_total{reason="rate"}' in figures


def test_a_chat_is_limited_like_any_other(limited: Running, visitor: dict[str, str]) -> None:
    replies = [
        limited.client.post("/gradio_api/queue/join", json={}, headers=visitor) for _ in range(30)
    ]
    assert replies[-1].status_code == 429


def test_pages_have_a_wider_bucket_and_health_one_of_its_own(
    limited: Running, visitor: dict[str, str]
) -> None:
    replies = flood(limited.url, [request(limited.url, "/widget.js", headers=visitor)] * 300)
    seen = Counter(one.status for one in replies)
    assert seen[200] >= _LIMITS.requests
    assert set(seen) == {200, 429}
    assert limited.client.get("/healthz", headers=visitor).status_code == 200


@pytest.mark.parametrize("limits", [RateLimits(open=8), RateLimits(open_in_all=8)])
def test_who_holds_all_streams_still_hears_of_the_health(
    tmp_path: Path, limits: RateLimits
) -> None:
    """Health checks come from the address of the proxy, as all its visitors' streams may."""
    with serving(tmp_path, limits=limits) as server:
        status, health = in_own_loop(_health_beside_streams(server, 8))
        assert status in {429, 503}
        assert health.status == 200
        assert server.client.get("/widget.js").status_code == 200


async def _health_beside_streams(server: Running, streams: int) -> tuple[int, Reply]:
    """Hold streams open, and return what a page and the health then answer."""
    host, port = server.url.removeprefix("http://").split(":")
    open_ones = []
    for number in range(streams):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request(server.url, f"/gradio_api/heartbeat/s{number}"))
        assert b"200" in await reader.readline()
        open_ones.append(writer)
    refused = await send(server.url, request(server.url, "/widget.js"))
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["content-type"] == "application/problem+json"
    health = await send(server.url, request(server.url, "/healthz"))
    for writer in open_ones:
        writer.close()
    while not _is_at_rest(server):
        await asyncio.sleep(0.01)
    return refused.status, health


def _is_at_rest(server: Running) -> bool:
    """Whether nothing is being served but this very request; it is counted until it has ended."""
    return "pullquote_http_open 1.0" in server.client.get("/metrics").text


def test_a_burst_of_two_thousand_leaves_the_server_well(tmp_path: Path) -> None:
    """With the limits of every server: what is too much is refused, and nothing fails.

    Next to nothing is added meanwhile, so that it is too much however long it takes.
    """
    with serving(tmp_path, limits=RateLimits(questions_a_minute=1)) as server:
        asking = request(server.url, "/api/ask", body={"question": "dredging"})
        replies = flood(server.url, [asking] * 2_000)
        seen = Counter(one.status for one in replies)
        assert set(seen) == {200, 429}
        assert seen[200] >= 64
        refused = [one for one in replies if one.status == 429]
        assert all(1 <= int(one.headers["retry-after"]) <= 120 for one in refused)
        for one in refused:
            assert json.loads(one.body)["retry_after"] == int(one.headers["retry-after"])
        with httpx.Client(
            transport=httpx.HTTPTransport(local_address="127.0.0.7"), timeout=600
        ) as other:
            answer = other.post(f"{server.url}/api/ask", json={"question": "dredging"})
        assert answer.json()["answered"] is True
        until(lambda: _is_at_rest(server))
        figures = server.client.get("/metrics").text
        assert "pullquote_questions_waiting 0.0" in figures
        assert "pullquote_questions_working 0.0" in figures


def test_one_address_cannot_fill_the_queue(limited: Running, visitor: dict[str, str]) -> None:
    """Questions beyond `asking` of one address are refused while those of others are answered."""

    asking = request(limited.url, "/api/ask", body={"question": "dredging"}, headers=visitor)
    other = {"X-Forwarded-For": "203.0.113.2"}
    asked = request(limited.url, "/api/ask", body={"question": "ended"}, headers=other)

    async def ask_at_once() -> tuple[list[Reply], Reply]:
        sent = [asyncio.create_task(send(limited.url, asking)) for _ in range(15)]
        while sum(one.done() for one in sent) < 15 - _LIMITS.asking:
            await asyncio.sleep(0.01)
        late = asyncio.create_task(send(limited.url, asked))
        gate.set()
        return await asyncio.gather(*sent), await late

    gate = limited.assistant.gate = threading.Event()
    try:
        replies, late = in_own_loop(asyncio.wait_for(ask_at_once(), 120))
    finally:
        limited.assistant.gate = None
    seen = Counter(one.status for one in replies)
    assert seen == {200: _LIMITS.asking, 429: 15 - _LIMITS.asking}
    assert late.status == 200

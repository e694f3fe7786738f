import os
import threading
import tracemalloc
from collections.abc import Sequence

import numpy as np
import pytest
from forking import fork
from hypothesis import given
from hypothesis import strategies as st

from index.keeping.found import kept_by_text
from index.keeping.sizes import bytes_of, count_not
from index.keeping.store import KEPT, MISSING, MOST_OF_A_TEXT, OF_A_TEXT, OF_A_VALUE, Kept

TEXTS = [letter * length for letter, length in zip("abcdefgh", range(10, 4000, 500), strict=True)]

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(TEXTS), st.integers(0, 3), st.integers(0, 9000)),
        st.tuples(st.just("get"), st.sampled_from(TEXTS), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("forget"), st.sampled_from(TEXTS), st.just(0), st.just(0)),
    ),
    max_size=60,
)


@given(st.integers(1000, 30_000), STEPS)
def test_it_never_holds_more_than_its_bound_and_nothing_of_what_it_forgot(
    limit: int, steps: Sequence[tuple[str, str, int, int]]
) -> None:
    kept = Kept(limit)
    put: dict[tuple[str, int], bytes] = {}
    for step, text, what, size in steps:
        if step == "put":
            put[text, what] = value = bytes(size)
            held = kept.put(text, what, value)
            assert (held is None) == (kept.get(text, what) is MISSING)
            assert (held is None) == (text not in kept)
        elif step == "get":
            assert kept.get(text, what) in (put.get((text, what), MISSING), MISSING)
        else:
            kept.forget([text])
            assert text not in kept
            put = {key: value for key, value in put.items() if key[0] != text}
        assert 0 <= kept.bytes <= limit
        inside = {key: one for key, one in put.items() if kept.get(*key) is not MISSING}
        alone = sum(OF_A_TEXT + bytes_of(text) for text in {text for text, _ in inside})
        assert kept.bytes >= alone + sum(OF_A_VALUE + bytes_of(one) for one in inside.values())
    kept.forget(TEXTS)
    assert (kept.bytes, len(kept)) == (0, 0)


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Kept(3 * (OF_A_TEXT + OF_A_VALUE + 1200))
    for text in ("one", "two", "three"):
        kept.put(text, "size", bytes(1000))
    kept.get("one", "size")
    kept.put("four", "size", bytes(1000))
    assert [text in kept for text in ("one", "two", "three", "four")] == [True, False, True, True]


def test_what_is_too_large_is_not_kept_and_pushes_nothing_out() -> None:
    kept = Kept(10_000)
    kept.put("small", "size", b"")
    assert kept.put("large", "size", bytes(10_000)) is None
    assert kept.put("x" * 10_000, "size", b"") is None
    assert [text in kept for text in ("small", "large")] == [True, False]


def test_questions_do_not_fill_it_with_what_they_ask_of_one_text() -> None:
    kept = Kept()
    for number in range(10 * MOST_OF_A_TEXT):
        held = kept.put("text", ("role", number), frozenset())
    assert held is not None
    assert len(held.values) == MOST_OF_A_TEXT
    assert kept.get("text", ("role", 10 * MOST_OF_A_TEXT - 1)) == frozenset()


def test_the_bytes_counted_are_those_that_are_held() -> None:
    kept = Kept()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(2000):
        text = f"{number}: what the harbour master said about the ferry"
        kept.put(text, "words", tuple(text.split()))
        kept.put(text, "vector", np.full(384, number, np.float32))
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert 0.7 * kept.bytes < held < kept.bytes


def test_tables_that_all_point_at_are_not_counted() -> None:
    class Table:
        def __init__(self) -> None:
            self.words = ["word" * 1000]

    table = Table()
    assert bytes_of([table]) > 4000
    count_not(Table)
    assert bytes_of([table]) < 100
    assert bytes_of(["a" * 1000] * 3) < 1200  # one object, three times
    assert bytes_of(["text"], ["text"]) == bytes_of([None])


def test_a_function_of_a_text_is_asked_once_until_the_text_is_forgotten() -> None:
    asked = []

    @kept_by_text
    def letters(text: str, letter: str = "a") -> int:
        asked.append((text, letter))
        if not text:
            raise ValueError("no text")
        return text.count(letter)

    assert [letters("banana"), letters("banana"), letters("banana", letter="n")] == [3, 3, 2]
    assert asked == [("banana", "a"), ("banana", "n")]
    KEPT.forget(["banana"])
    assert letters("banana") == 3
    assert len(asked) == 3
    for _ in range(2):
        with pytest.raises(ValueError, match="no text"):
            letters("")
    assert len(asked) == 5


def test_threads_share_it() -> None:
    kept = Kept(20_000)
    wrong: list[object] = []

    def work(seed: int) -> None:
        for number in range(500):
            text = f"text {(seed * number) % 40}"
            kept.put(text, "self", text.upper())
            if kept.get(text, "self") not in (text.upper(), MISSING) or kept.bytes > kept.limit:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 3, 7, 11)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not wrong


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
def test_a_process_forked_while_it_is_locked_goes_on() -> None:
    with KEPT._lock:
        child = fork()
        if not child:
            KEPT.put("text", "what", 1)
            os._exit(0 if KEPT.get("text", "what") == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0

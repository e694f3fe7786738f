"""A kept answer is what a new one would be, whatever was changed, by whom, and for whom."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from every_change import CHANGES, SAID, Letters, filled

from index.collection import Index
from qa.answers import Answer
from qa.assistant import Ask, Assistant
from qa.kept_answers.keeper import AnswerKeeper
from qa.kept_answers.keys import key_of
from qa.reading.sentence_reader import SentenceReader

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "tests" / "helpers" / "every_change.py"
QUESTIONS = (
    SAID,
    "Who are the speakers?",
    "How many articles are there?",
    "Who said the quay leaks?",
)
VIEWS = (None, frozenset({"default"}), frozenset({"tips"}), frozenset({"letters", "tips"}))
UNSEEN = {"statements are found again", "another program writes", "derived files are made again"}
"""What changes no answer here."""


class Asking:
    """Somebody of each group, who asks the same again and again."""

    def __init__(self, index: Index) -> None:
        self.index, self.made = index, 0
        self.keeper = AnswerKeeper(lambda: index, 1 << 20)
        self.whole = Assistant(index, reader=SentenceReader(Letters()))

    def new(self) -> list[Answer]:
        """Return the answers to all questions for all views, each made now."""
        return [
            replace(self._assistant(seen).ask(question), timings_ms={})
            for seen in VIEWS
            for question in QUESTIONS
        ]

    def kept(self) -> list[Answer]:
        """Return the same, kept ones where there are any."""
        asks = [(seen, Ask(question=question)) for seen in VIEWS for question in QUESTIONS]
        found = [self.keeper.answer(key_of(ask, seen), self._make(seen, ask)) for seen, ask in asks]
        return [replace(one, timings_ms={}) for one in found]

    def _make(self, seen: frozenset[str] | None, ask: Ask) -> Callable[[], Answer]:
        def make() -> Answer:
            self.made += 1
            return self._assistant(seen).ask_many([ask])[0]

        return make

    def _assistant(self, seen: frozenset[str] | None) -> Assistant:
        return self.whole if seen is None else self.whole.limited_to(seen)


def _check(asking: Asking, change: Callable[[str], None], names: Sequence[str]) -> None:
    before = asking.kept()
    for name in names:
        revision = asking.index.revision
        change(name)
        assert asking.index.revision > revision, name
        after = asking.kept()
        assert after == asking.new(), name
        assert (after != before) or name in UNSEEN, name
        asking.kept()  # the first to answer may have stored statements, which changes something
        made = asking.made
        assert asking.kept() == after, name
        assert asking.made == made, f"{name}: nothing changed, and yet nothing was kept"
        before = after


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    with filled(tmp_path / "index") as index:
        yield Asking(index)


def test_changes_by_this_process(asking: Asking) -> None:
    _check(asking, lambda name: CHANGES[name](asking.index), list(CHANGES))


def test_changes_by_another_process(asking: Asking) -> None:
    command = [sys.executable, str(PROGRAM), str(asking.index.folder)]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        assert other.stdin
        assert other.stdout
        with closing(other.stdin), other.stdout as said:
            assert json.loads(said.readline()) == "ready"

            def change(name: str) -> None:
                print(json.dumps(name), file=other.stdin, flush=True)
                assert json.loads(said.readline()) == name

            _check(asking, change, list(CHANGES))


def test_an_answer_during_which_something_changes_is_not_kept(asking: Asking) -> None:
    key = key_of(Ask(question=SAID))

    def make() -> Answer:
        answer = asking.whole.ask(SAID)
        CHANGES["an article is added"](asking.index)
        return answer

    old = asking.keeper.answer(key, make)
    new = asking.keeper.answer(key, lambda: asking.whole.ask(SAID))
    assert replace(old, timings_ms={}) != replace(new, timings_ms={})
    assert asking.keeper.answer(key, make) is new

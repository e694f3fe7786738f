"""Drafts: bounded in time, number and size, and each editor's own."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from qa.web.manage.drafts import Draft, DraftLimits, Drafts
from qa.web.requests.problems import Busy

ARTICLE = Article(
    info=ArticleInfo(id="", title="Quay 🚢"),
    text="Quay\n\nClosed. 😀",
    marks=(Mark("heading", 0, 4),),
)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def _draft(drafts: Drafts, by: str = "ada", size: int = 10) -> Draft:
    place = drafts.begin()
    (place.folder / "file.txt").write_bytes(b"x" * size)
    draft = Draft(
        token=place.token, name="a.txt", file="file.txt", by=by, made=drafts.now(), size=size,
        articles=(ARTICLE,), failures=("line 4: no text",),
    )  # fmt: skip
    drafts.put(draft)
    return draft


def test_a_draft_is_the_same_after_a_restart(tmp_path: Path) -> None:
    draft = _draft(Drafts(tmp_path))
    again = Drafts(tmp_path)
    assert again.get(draft.token, "ada") == draft
    assert again.of("ada") == [draft]
    assert again.path_of(draft).read_bytes() == b"x" * 10


def test_a_draft_of_before_there_were_marks_is_kept(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    draft = _draft(drafts)
    path = drafts.path_of(draft).with_name("draft.json")
    content = json.loads(path.read_bytes())
    before = {"info": content["articles"][0]["info"], "text": ARTICLE.text, "headings": [[0, 4]]}
    path.write_text(json.dumps({**content, "articles": [before]}), "utf-8")
    assert drafts.get(draft.token, "ada") == draft


@pytest.mark.parametrize("articles", [[{}], [None], {}, [{"version": 99}]])
def test_a_draft_that_holds_something_else_is_none(tmp_path: Path, articles: object) -> None:
    drafts = Drafts(tmp_path)
    draft = _draft(drafts)
    path = drafts.path_of(draft).with_name("draft.json")
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps({**content, "articles": articles}), "utf-8")
    assert drafts.get(draft.token, "ada") == (replace(draft, articles=()) if not articles else None)


def test_a_draft_is_its_makers_own(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    draft = _draft(drafts)
    assert drafts.get(draft.token, "bob") is None
    assert drafts.of("bob") == []


def test_nobody_else_on_the_machine_may_look(tmp_path: Path) -> None:
    place = Drafts(tmp_path).begin()
    assert place.folder.stat().st_mode & 0o077 == 0


def test_a_draft_expires_and_its_file_goes(tmp_path: Path) -> None:
    clock = Clock()
    drafts = Drafts(tmp_path, DraftLimits(seconds=3600), clock)
    draft = _draft(drafts)
    clock.now += 3599
    assert drafts.get(draft.token, "ada") is not None
    clock.now += 1
    assert drafts.get(draft.token, "ada") is None
    folder = drafts.path_of(draft).parent
    later = Drafts(tmp_path, DraftLimits(seconds=3600), lambda: folder.stat().st_mtime + 3600)
    later.begin()
    assert not folder.exists()


def test_there_are_only_so_many(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, DraftLimits(count=2))
    first = _draft(drafts)
    _draft(drafts)
    with pytest.raises(Busy, match="2 files wait"):
        drafts.begin()
    drafts.drop(first.token)
    drafts.begin()


def test_they_take_only_so_much_room(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, DraftLimits(file_bytes=100, all_bytes=1200))
    _draft(drafts, size=800)
    with pytest.raises(Busy, match="1 files wait"):
        drafts.begin()


def test_files_on_their_way_count_as_full(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, DraftLimits(file_bytes=100, all_bytes=250))
    drafts.begin()
    drafts.begin()
    with pytest.raises(Busy):
        drafts.begin()


@pytest.mark.parametrize("token", ["", "..", "../x", "A" * 32, "0" * 31, "0" * 32 + "\n"])
def test_what_is_no_token_leads_nowhere(tmp_path: Path, token: str) -> None:
    drafts = Drafts(tmp_path)
    _draft(drafts)
    assert drafts.get(token, "ada") is None
    drafts.drop(token)
    assert len(drafts.of("ada")) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"articles": 1}', b"\xff"])
def test_a_draft_that_cannot_be_read_is_left_out(tmp_path: Path, content: bytes) -> None:
    drafts = Drafts(tmp_path)
    draft = _draft(drafts)
    (drafts.path_of(draft).parent / "draft.json").write_bytes(content)
    assert drafts.of("ada") == []


_BEGIN = """
import sys, time
from pathlib import Path
from qa.web.manage.drafts import Drafts
drafts = Drafts(Path(sys.argv[1]))
place = drafts.begin()
(place.folder / "file.html").write_bytes(b"half of a file")
print(place.folder, flush=True)
time.sleep(60)
"""


def test_what_a_killed_server_began_is_cleaned_and_what_a_living_one_makes_is_not(
    tmp_path: Path,
) -> None:
    finished = _draft(Drafts(tmp_path))
    begun = Drafts(tmp_path)
    mine = begun.begin()
    command = [sys.executable, "-c", _BEGIN, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        theirs = Path(server.stdout.readline().strip())
        assert theirs.is_dir()
        assert Drafts(tmp_path).clean() == 0
        assert theirs.is_dir()
        server.send_signal(signal.SIGKILL)
    assert Drafts(tmp_path).clean() == 1
    assert not theirs.exists()
    assert mine.folder.is_dir()
    assert Drafts(tmp_path).get(finished.token, "ada") == finished
    begun.drop(mine.token)
    assert Drafts(tmp_path).clean() == 0
    assert not mine.folder.exists()


def test_old_drafts_are_cleaned_too_and_other_files_left(tmp_path: Path) -> None:
    clock = Clock()
    drafts = Drafts(tmp_path, DraftLimits(seconds=10), clock)
    draft = _draft(drafts)
    other = tmp_path / ".drafts" / "note.txt"
    other.write_text("not a draft")
    clock.now = drafts.path_of(draft).stat().st_mtime + 60
    assert drafts.clean() == 1
    assert other.read_text() == "not a draft"


def test_without_drafts_there_is_nothing_to_clean(tmp_path: Path) -> None:
    assert Drafts(tmp_path / "nowhere").clean() == 0
    assert list(tmp_path.iterdir()) == []

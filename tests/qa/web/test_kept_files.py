"""What a server confirms beside the index is there after a power cut."""

from pathlib import Path

import pytest
from faults import disk
from faults.left import left_after

from qa.web.access.passwords import PasswordFile
from qa.web.databases import open_database
from qa.web.manage.drafts import Draft, Drafts
from qa.web.roles import Role
from qa.web.sharing.key import link_key

_MISSING = disk.missing()
pytestmark = pytest.mark.skipif(_MISSING is not None, reason=f"no disk that fails: {_MISSING}")


def test_people_and_keys_are_there(tmp_path: Path) -> None:
    def work(folder: Path) -> None:
        PasswordFile(folder / "users").add("ada", Role.EDITOR, "long enough, this one")
        PasswordFile(folder / "users").add("bram", Role.EDITOR, "long enough, that one")
        (folder / "key").write_bytes(link_key(folder))

    left = left_after(tmp_path.resolve(), work)
    assert sorted(PasswordFile(left / "users").users()) == ["ada", "bram"]
    assert link_key(left) == link_key(tmp_path / "disk")


def test_a_draft_is_there_with_its_file(tmp_path: Path) -> None:
    def work(folder: Path) -> None:
        drafts = Drafts(folder)
        place = drafts.begin()
        (place.folder / "file.txt").write_bytes(b"words")
        made = drafts.now()
        drafts.put(
            Draft(token=place.token, name="a.txt", file="file.txt", by="ada", made=made, size=5)
        )

    kept = Drafts(left_after(tmp_path.resolve(), work))
    (found,) = kept.of("ada")
    assert kept.path_of(found).read_bytes() == b"words"


def test_rows_are_there(tmp_path: Path) -> None:
    schema = "CREATE TABLE IF NOT EXISTS words (word TEXT) STRICT;"

    def opened(path: Path) -> object:
        return open_database(path, schema, unwritable="{error}", damaged="{error}")

    def work(folder: Path) -> None:
        connection = opened(folder / "beside" / "rows.sqlite")
        connection.execute("INSERT INTO words VALUES ('kept')")  # type: ignore[attr-defined]

    left = left_after(tmp_path.resolve(), work)
    rows = opened(left / "beside" / "rows.sqlite").execute("SELECT word FROM words")  # type: ignore[attr-defined]
    assert rows.fetchall() == [("kept",)]

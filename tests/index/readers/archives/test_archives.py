"""Archives: what lies in them is read as if it lay in a folder, and no more than is safe."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index.collection import Index
from index.readers import read
from index.readers.apart.process import Readers, read_file_apart
from index.readers.archives.members import shown_name
from index.readers.sources import Allowance, ReadOutcome, Source

NOTE = "Quay closed\n\nThe quay stays closed until Monday, said the port. 🚢\n"
PAGE = "# Levy falls\n\nThe levy falls in June. Nobody minded that.\n"
FILES = {"a/quay.txt": NOTE.encode(), "levy.md": PAGE.encode()}


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def _read(folder: Path, name: str, data: bytes) -> ReadOutcome:
    path = folder / name
    path.write_bytes(data)
    return read(Source(str(path), path))


def _texts(outcome: ReadOutcome) -> list[tuple[str | None, str]]:
    return [(one.info.title, one.text) for one in outcome.articles]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("pile.zip", _zip),
        ("pile.tar", _tar),
        ("pile.tar.gz", lambda files: gzip.compress(_tar(files))),
        ("pile.tgz", lambda files: gzip.compress(_tar(files))),
        ("pile.tar.bz2", lambda files: bz2.compress(_tar(files))),
        ("pile.txz", lambda files: lzma.compress(_tar(files))),
    ],
)
def test_every_member_is_an_article_by_its_own_reader(
    tmp_path: Path, name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    outcome = _read(tmp_path, name, pack(FILES))
    assert _texts(outcome) == [
        ("Quay closed", NOTE.strip()),
        ("Levy falls", "The levy falls in June. Nobody minded that."),
    ]
    assert [one.info.path for one in outcome.articles] == [
        f"{tmp_path / name}!/a/quay.txt",
        f"{tmp_path / name}!/levy.md",
    ]
    assert outcome.failures == outcome.skipped == ()


@pytest.mark.parametrize(
    ("name", "pack"),
    [("quay.txt.gz", gzip.compress), ("quay.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)],
)
def test_a_file_packed_alone_is_read(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    (article,) = _read(tmp_path, name, pack(NOTE.encode())).articles
    assert article.text == NOTE.strip()
    assert article.info.path == f"{tmp_path / name}!/{name.rpartition('.')[0]}"


def test_a_pack_whose_name_tells_nothing_has_the_name_that_gzip_kept(tmp_path: Path) -> None:
    out = io.BytesIO()
    with gzip.GzipFile("levy.md", "wb", fileobj=out) as file:
        file.write(PAGE.encode())
    (article,) = _read(tmp_path, "file.gz", out.getvalue()).articles
    assert article.info.title == "Levy falls"


def test_identity_does_not_change_with_the_text(tmp_path: Path) -> None:
    before = _read(tmp_path, "pile.zip", _zip(FILES)).articles
    after = _read(tmp_path, "pile.zip", _zip({**FILES, "levy.md": b"# Other\n\nOther words."}))
    assert [one.id for one in before] == [one.id for one in after.articles]
    assert len({one.id for one in before}) == 2


def test_what_is_read_nowhere_is_left_out_with_its_reason(tmp_path: Path) -> None:
    files = {
        **FILES,
        "p.png": b"\x89PNG",
        "a.xml": b"<svg/>",
        ".hidden.txt": b"x",
        "__MACOSX/a.txt": b"x",
    }
    outcome = _read(tmp_path, "pile.zip", _zip(files))
    assert len(outcome.articles) == 2
    assert [(one.path.rpartition("!/")[2], one.reason) for one in outcome.skipped] == [
        ("p.png", "no reader for this kind of file (.png)"),
        ("a.xml", "XML, but no feed, WordPress export or sitemap (it begins with <svg>)"),
    ]


def test_an_export_in_an_archive_is_read_and_takes_back_what_is_private(
    tmp_path: Path, small_index: Index
) -> None:
    export = """<rss xmlns:wp="http://wordpress.org/export/1.2/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>T</title>
        <guid>1</guid><content:encoded>The pier is shut.</content:encoded>
        <wp:status>{}</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"""
    path = tmp_path / "pile.zip"
    path.write_bytes(_zip({"blog.xml": export.format("publish").encode()}))
    assert small_index.add([str(path)]).added == 1
    path.write_bytes(_zip({"blog.xml": export.format("private").encode()}))
    report = small_index.add([str(path)])
    assert (report.removed, report.articles) == (1, 0)


def test_a_member_that_fails_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    outcome = _read(tmp_path, "pile.zip", _zip({"none.jsonl": b"[" * 99, **FILES, "e.md": b" "}))
    assert len(outcome.articles) == 2
    place = f"{tmp_path / 'pile.zip'}!/"
    assert [one.path for one in outcome.failures] == [f"{place}none.jsonl", f"{place}e.md"]
    assert all(one.error.startswith(f"{one.path}") for one in outcome.failures)


def test_archives_lie_in_archives_but_not_for_ever(tmp_path: Path) -> None:
    inner = _zip({"in.tgz": gzip.compress(_tar(FILES))})
    deep = _read(tmp_path, "deep.zip", _zip({"mid.zip": inner, **FILES}))
    assert len(deep.articles) == 2
    assert "archive in an archive in an archive" in deep.failures[0].error
    assert len(_read(tmp_path, "two.zip", inner).articles) == 2


NAMES = [
    "../up.txt",
    "/etc/up.txt",
    "a/../../up.txt",
    "C:\\up.txt",
    "\\\\host\\up.txt",
    "..\\up.txt",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pack", [_zip, _tar])
def test_names_that_lead_elsewhere_are_left_out(
    tmp_path: Path, name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    outcome = _read(tmp_path, "evil.tar", pack({name: NOTE.encode(), **FILES}))
    assert len(outcome.articles) == 2
    assert [one.reason for one in outcome.skipped] == ["its name leads out of the archive"]
    assert not (tmp_path.parent / "up.txt").exists()


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("s.txt", tarfile.SYMTYPE),
            ("h.txt", tarfile.LNKTYPE),
            ("f.txt", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    outcome = _read(tmp_path, "links.tar", out.getvalue())
    assert [one.reason for one in outcome.skipped] == ["is a link", "is a link", "is no file"]
    with zipfile.ZipFile(out := io.BytesIO(), "w") as packed:
        link = zipfile.ZipInfo("s.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    outcome = _read(tmp_path, "links.zip", out.getvalue())
    assert (outcome.articles, [one.reason for one in outcome.skipped]) == ((), ["is a link"])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.zip", _zip({"bomb.txt": b"a " * 10_000_000, **FILES})),
        ("bomb.tar.gz", gzip.compress(_tar({**FILES, "bomb.txt": b"a " * 10_000_000}))),
        ("bomb.txt.xz", lzma.compress(b"a " * 10_000_000)),
    ],
)
def test_what_unpacks_to_far_more_is_not_read(tmp_path: Path, name: str, data: bytes) -> None:
    outcome = _read(tmp_path, name, data)
    assert all("a a a" not in one.text for one in outcome.articles)
    assert "unpacks to" in outcome.failures[0].error


def test_all_that_lies_in_one_file_shares_its_allowance(tmp_path: Path) -> None:
    path = tmp_path / "pile.zip"
    path.write_bytes(_zip({f"{n}.zip": _zip({f"{n}.txt": NOTE.encode() * 20}) for n in range(5)}))
    for allowance in (Allowance(bytes=4_500), Allowance(members=7)):
        outcome = read(Source(str(path), path, allowance=allowance))
        assert 0 < len(outcome.articles) < 5
        assert len(outcome.articles) + len(outcome.failures) == 5
        assert "unpack it and index the folder" in outcome.failures[-1].error


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    data = _tar({**FILES, "late.txt": NOTE.encode() * 2_000})
    outcome = _read(tmp_path, "cut.tar", data[:10_000])
    assert len(outcome.articles) == 2
    assert "is damaged" in outcome.failures[-1].error


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("none.zip", b"Just some words and no archive.", "is no archive"),
        ("cut.zip", _zip(FILES)[:100], "is damaged"),
        ("cut.tgz", gzip.compress(_tar(FILES))[:60], "is damaged"),
        ("none.zip", _zip({".hidden": b"x"}), "holds no file that is read"),
    ],
)
def test_what_is_no_archive_is_a_failure(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    outcome = _read(tmp_path, name, data)
    assert outcome.articles == ()
    assert message in outcome.failures[0].error


def test_names_are_shown_as_they_were_written_without_what_nobody_sees() -> None:
    assert shown_name("qu\u202eay\u200b\x07.txt") == "quay.txt"
    assert len(shown_name("x" * 999 + ".txt")) == 240
    assert shown_name("x" * 999 + ".txt").endswith("x.txt")


def test_a_name_of_utf8_that_is_not_said_to_be_is_read_as_such(tmp_path: Path) -> None:
    data = _zip({"K\u00e4se.txt": b"No title in it, but a stop."})
    flagged = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00").replace(
        b"\x14\x00\x00\x08", b"\x14\x00\x00\x00"
    )
    assert zipfile.ZipFile(io.BytesIO(flagged)).namelist() != ["K\u00e4se.txt"]
    (article,) = _read(tmp_path, "a.zip", flagged).articles
    assert article.info.title == "K\u00e4se"


def test_a_child_reads_an_archive_as_it_is_read_without_one(tmp_path: Path) -> None:
    path = tmp_path / "pile.zip"
    path.write_bytes(_zip({**FILES, "p.png": b"x", "e.md": b" "}))
    with Readers() as readers:
        assert readers.read(Source(str(path), path)) == read(Source(str(path), path))


def test_an_editor_is_told_what_of_an_archive_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(_zip({**FILES, "p.png": b"x"}))
    outcome = read_file_apart(path, "pile.zip").outcome
    assert [one.info.title for one in outcome.articles] == ["Quay closed", "Levy falls"]
    (told,) = outcome.failures
    assert told.error == "pile.zip!/p.png: left out: no reader for this kind of file (.png)"


def test_an_archive_is_indexed_once_and_goes_with_its_file(
    tmp_path: Path, small_index: Index
) -> None:
    folder = tmp_path / "pile"
    folder.mkdir()
    path = folder / "pile.zip"
    path.write_bytes(_zip(FILES))
    assert small_index.add([str(folder)]).added == 2
    assert small_index.add([str(folder)], prune=True).unchanged == 2
    path.write_bytes(_zip({"levy.md": PAGE.encode()}))
    report = small_index.add([str(folder)], prune=True)
    assert (report.unchanged, report.removed) == (1, 1)
    path.unlink()
    assert small_index.add([str(folder)], prune=True, even_most=True).articles == 0

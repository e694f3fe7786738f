"""Mailboxes: each message is an article, known by what it calls itself."""

from pathlib import Path

from made_mails import message, outcome_of

from index.collection import Index

BORDER = b"From ada@harbour.example Mon May  3 10:00:00 2021\n"


def _box(*messages: bytes) -> bytes:
    return b"".join(
        BORDER + one.replace(b"\nFrom ", b"\n>From ").rstrip(b"\n") + b"\n\n" for one in messages
    )


def _message(text: str, name: str = "", **head: str) -> bytes:
    return message(text, **({"Message_ID": f"<{name}@x>"} if name else {}), **head)


def test_every_message_is_an_article(tmp_path: Path) -> None:
    data = _box(
        _message("The weir leaks.\n\nFrom now on nobody minds.\n", "a"),
        _message("The loom is old.\n", "b", Subject="Loom"),
        _message("It has no name.\n"),
    )
    outcome = outcome_of(tmp_path, data, "in.mbox")
    assert [one.text for one in outcome.articles] == [
        "The weir leaks.\n\nFrom now on nobody minds.",
        "The loom is old.",
        "It has no name.",
    ]
    other = outcome_of(tmp_path, _box(_message("First.", "c")) + data, "in.mbox").articles
    assert [one.id for one in other[1:3]] == [one.id for one in outcome.articles[:2]]


def test_copies_and_what_was_thrown_away_are_left_out(tmp_path: Path) -> None:
    data = _box(
        _message("The weir leaks.", "a"),
        _message("The weir leaks.", "a"),
        _message("Gone.", "b", X_Mozilla_Status="0009"),
        _message("Bad.", "c", X_Gmail_Labels="Spam,Unread"),
        _message("Unsent.", "d", X_Gmail_Labels="Drafts"),
    )
    outcome = outcome_of(tmp_path, data, "in.mbox")
    assert len(outcome.articles) == len(outcome.drafts) == 1
    assert [one.reason for one in outcome.skipped] == [
        "a copy of a message before it",
        "was deleted in the mail program",
        "is in the bin, or spam",
    ]


def test_a_sentence_that_begins_like_a_border_is_none(tmp_path: Path) -> None:
    text = b"Subject: x\nFrom: Ada <a@x>\n\nThe boat left.\n\nFrom Monday on she floats.\n"
    (article,) = outcome_of(tmp_path, BORDER + text, "in.mbox").articles
    assert article.text == "The boat left.\n\nFrom Monday on she floats."


def test_lines_that_end_as_in_windows_are_understood(tmp_path: Path) -> None:
    data = _box(_message("The weir leaks.", "a"), _message("Nobody minds.", "b"))
    outcome = outcome_of(tmp_path, data.replace(b"\n", b"\r\n"), "in.mbox")
    assert [one.text for one in outcome.articles] == ["The weir leaks.", "Nobody minds."]


def test_what_is_no_mailbox_is_a_failure(tmp_path: Path) -> None:
    assert "is no mailbox" in outcome_of(tmp_path, b"Just words.", "in.mbox").failures[0].error


def test_a_mailbox_that_grew_adds_what_is_new(tmp_path: Path, small_index: Index) -> None:
    path = tmp_path / "in.mbox"
    path.write_bytes(_box(_message("The weir leaks.", "a")))
    assert small_index.add([str(path)]).added == 1
    path.write_bytes(_box(_message("The weir leaks.", "a"), _message("The loom is old.", "b")))
    report = small_index.add([str(path)])
    assert (report.added, report.unchanged) == (1, 1)

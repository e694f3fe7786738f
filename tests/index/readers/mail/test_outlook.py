"""Messages as Outlook saves them: the same as if they had come as mails."""

from pathlib import Path

import pytest
from made_mails import article_of, outcome_of
from made_outlook import compound_file, properties, text

OWN = "The hull needs new plates before the boat can sail."
HEADERS = (
    "From: Ada Okoro <ada@harbour.example>\r\nSubject: Re: boat\r\n"
    "Date: Mon, 3 May 2021 23:30:00 -0500\r\n"
)
SENT = 132_645_000_000_000_000  # ticks of 100 ns from 1601 to 2021-05-03


def test_a_message_is_read_with_its_head(tmp_path: Path) -> None:
    plain = f"{OWN}\r\n\r\n-----Original Message-----\r\nFrom: Bea\r\n\r\nWill it sail?\r\n"
    data = compound_file(
        {**properties(32), **text("007D", HEADERS), **text("0037", "boat"), **text("1000", plain)}
    )
    article = article_of(tmp_path, data, "a.msg")
    assert article.text == OWN
    info = article.info
    assert (info.title, info.author, info.date) == ("Re: boat", "Ada Okoro", "2021-05-03")


def test_html_is_read_in_its_code_page(tmp_path: Path) -> None:
    html = f"<p>{OWN}</p><p>Всё.</p>".encode("cp1251")
    stored = {"__substg1.0_10130102": html, **text("1000", "Plain.")}
    data = compound_file({**properties(32, x3FDE=1251), **text("007D", HEADERS), **stored})
    assert article_of(tmp_path, data, "a.msg").text == f"{OWN}\n\nВсё."


def test_without_a_head_outlooks_own_fields_count(tmp_path: Path) -> None:
    known = {**text("0037", "Boat"), **text("0C1A", "Ada Okoro"), **text("1000", OWN)}
    article = article_of(tmp_path, compound_file({**properties(32, x0039=SENT), **known}), "a.msg")
    info = article.info
    assert (info.title, info.author, info.date) == ("Boat", "Ada Okoro", "2021-05-03")
    (origin,) = [one for one in article.origins if one.field == "date"]
    assert origin.certainty < 0.5  # in no zone of the sender's
    unsent = compound_file({**properties(32, x0E07=8), **known})
    assert [one.text for one in outcome_of(tmp_path, unsent, "b.msg").drafts] == [OWN]


def test_attachments_and_messages_in_it_are_read(tmp_path: Path) -> None:
    minutes = "Minutes\n\n" + "The board met on Monday, and then it met again. " * 90
    inner = {**properties(24), **text("0037", "Old"), **text("1000", "An older message.")}
    picture = {"__substg1.0_37010102": b"\x89PNG", **text("3707", "a.png"), **text("3712", "1@x")}
    data = compound_file(
        {
            **properties(32),
            **text("007D", HEADERS),
            **text("1000", OWN),
            "__attach_version1.0_#00000000": {
                "__substg1.0_37010102": minutes.encode(),
                **text("3707", "minutes.txt"),
            },
            "__attach_version1.0_#00000001": {"__substg1.0_3701000D": inner},
            "__attach_version1.0_#00000002": picture,
        }
    )
    outcome = outcome_of(tmp_path, data, "a.msg")
    assert [one.info.title for one in outcome.articles] == ["Re: boat", "Minutes", "Old"]
    assert outcome.articles[2].text == "An older message."
    assert outcome.skipped == ()


@pytest.mark.parametrize(
    "data",
    [b"Just words.", compound_file({"WordDocument": b"x"}), compound_file(properties(32))[:900]],
)
def test_what_is_no_message_is_a_failure(tmp_path: Path, data: bytes) -> None:
    outcome = outcome_of(tmp_path, data, "a.msg")
    assert outcome.articles == ()
    assert "message" in outcome.failures[0].error
    assert "cannot be parsed" not in outcome.failures[0].error

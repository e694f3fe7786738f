"""Mails: the sender's words are the article, and nobody else's."""

from pathlib import Path

import pytest
from growth import assert_time_is_linear
from made_mails import HEAD, article_of, message, outcome_of

from index.readers.apart.process import Readers
from index.readers.mail.footers import message_blocks
from index.readers.mail.parts import TextPart
from index.readers.mail.passages import plain_passages
from index.readers.sources import Source

OWN = "The hull needs new plates before the boat can sail."
ASKED = "Will the night boat come back in August?"
SENT = "On Mon, May 3, 2021 at 10:00 AM Bea Lund <bea@quay.example> wrote:"


def test_the_head_is_metadata_and_each_field_says_where_it_came_from(tmp_path: Path) -> None:
    article = article_of(tmp_path, message(f"{OWN}\n"))
    info = article.info
    assert article.text == OWN
    assert (info.title, info.author, info.date) == ("The ferry levy", "Ada Okoro", "2021-05-03")
    assert [(one.field, one.source) for one in article.origins] == [
        ("title", "mail header Subject"),
        ("author", "mail header From"),
        ("date", "mail header Date"),
    ]


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ('"Okoro, Ada" <ada@x.example>', "Ada Okoro"),
        ("=?utf-8?q?Ada_L=C3=B6fgren?= <ada@x.example>", "Ada Löfgren"),
        ("Ada Okoro via Harbour List <list@x.example>", "Ada Okoro"),
        ("ada@x.example", None),
        ("Do Not Reply <noreply@x.example>", None),
        ("Ada Okoro (Harbour) <ada@x.example>", "Ada Okoro"),
    ],
)
def test_the_author_is_the_name_that_the_sender_shows(
    tmp_path: Path, sender: str, author: str | None
) -> None:
    data = message(f"{OWN}\n").replace(b"Ada Okoro <ada@harbour.example>", sender.encode())
    assert article_of(tmp_path, data).info.author == author


def test_bytes_of_no_named_encoding_are_told(tmp_path: Path) -> None:
    head = "From: Zo\u00e9 Lef\u00e8vre <z@x.example>\nSubject: Caf\u00e9 ferm\u00e9\n".encode(
        "latin-1"
    )
    article = article_of(tmp_path, head + f"\n{OWN}\n".encode())
    assert (article.info.author, article.info.title) == ("Zoé Lefèvre", "Café fermé")
    assert article.info.date is None


def test_without_a_date_the_day_of_receipt_is_doubtful(tmp_path: Path) -> None:
    data = message(f"{OWN}\n").replace(b"Date: ", b"Received: from a by b; ")
    article = article_of(tmp_path, data)
    (origin,) = [one for one in article.origins if one.field == "date"]
    assert (article.info.date, origin.certainty < 0.5) == ("2021-05-03", True)


# Quoted messages

HISTORIES = {
    "marked": f"{OWN}\n\n{SENT}\n\n> {ASKED}\n> > Older words.\n",
    "broken line": f"{OWN}\n\n{SENT.replace(' wrote', chr(10) + 'wrote')}\n> {ASKED}\n",
    "unmarked": f"{OWN}\n\n{SENT}\n\n{ASKED}\n",
    "rule": f"{OWN}\n\n-----Original Message-----\nFrom: Bea Lund\nSent: Monday\n\n{ASKED}\n",
    "head": f"{OWN}\n\nFrom: Bea Lund\nSent: Monday, May 3\nTo: Ada\nSubject: boat\n\n{ASKED}\n",
    "german": f"{OWN}\n\nAm 03.05.2021 um 10:00 schrieb Bea Lund:\n\n> {ASKED}\n",
    "french": f"{OWN}\n\nLe 3 mai 2021 à 10:00, Bea Lund a écrit :\n\n> {ASKED}\n",
    "german head": f"{OWN}\n\nVon: Bea\nGesendet: Montag\nAn: Ada\nBetreff: Boot\n\n{ASKED}\n",
    "below": f"{SENT}\n> {ASKED}\n\n{OWN}\n",
}


@pytest.mark.parametrize("text", HISTORIES.values(), ids=HISTORIES)
def test_what_a_message_answers_is_no_part_of_it(tmp_path: Path, text: str) -> None:
    assert article_of(tmp_path, message(text, Subject="Re: boat")).text == OWN


HTML_HISTORIES = {
    "gmail": f'<div>{OWN}</div><div class="gmail_quote"><div class="gmail_attr">On Mon, May 3, 2021'
    f" Bea &lt;bea@x.example&gt; wrote:<br></div><blockquote>{ASKED}</blockquote></div>",
    "cited": f'<p>{OWN}</p><p>On 3 May 2021, at 10:00, Bea wrote:</p><blockquote type="cite">'
    f"<div>{ASKED}</div></blockquote>",
    "outlook": f"<p class=MsoNormal>{OWN}</p><div style='border-top:solid 1pt'><p><b>From:"
    f"</b> Bea Lund<br><b>Sent:</b> Monday<br><b>To:</b> Ada<br><b>Subject:</b> boat</p></div>"
    f"<p>{ASKED}</p>",
    "outlook.com": f'<div>{OWN}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
    f"<b>From:</b> Bea</div><div>{ASKED}</div>",
}


@pytest.mark.parametrize("html", HTML_HISTORIES.values(), ids=HTML_HISTORIES)
def test_what_html_answers_is_no_part_of_it(tmp_path: Path, html: str) -> None:
    data = message(html=f"<html><body>{html}</body></html>", Subject="RE: boat")
    assert article_of(tmp_path, data).text == OWN


def test_what_a_message_quotes_that_answers_none_is_its_own(tmp_path: Path) -> None:
    text = f"{OWN}\n\n> The sea is calm tonight,\n> the tide is full.\n"
    assert "The sea is calm tonight" in article_of(tmp_path, message(text)).text
    told = f"{OWN}\n\nOn Monday the harbour master wrote:\n\n“The levy falls in 2021.”\n"
    assert article_of(tmp_path, message(told)).text.endswith("falls in 2021.”")


def test_a_message_that_only_quotes_says_so(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, message(f"{SENT}\n> {ASKED}\n", Subject="Re: boat"))
    assert outcome.articles == ()
    assert "only quotes others" in outcome.failures[0].error


FORWARDED = (
    "---------- Forwarded message ---------\nFrom: Lena Fisk <lena@herald.example>\n"
    "Date: Sun, 2 May 2021 at 09:12\nSubject: Levy to fall\nTo: Ada Okoro <ada@x.example>\n\n\n"
    f"{ASKED}\n\n“It is a good plan,” said Olaf Lindqvist.\n"
)


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n\n{FORWARDED}",
        f"{OWN}\n\nBegin forwarded message:\n\n"
        + "".join(f"> {line}\n" for line in FORWARDED.split("\n")[1:]),
    ],
)
def test_a_forwarded_message_is_its_own_authors(tmp_path: Path, text: str) -> None:
    own, other = outcome_of(tmp_path, message(text, Subject="Fwd: Levy to fall")).articles
    assert (own.text, own.info.author) == (OWN, "Ada Okoro")
    assert other.text == f"{ASKED}\n\n“It is a good plan,” said Olaf Lindqvist."
    info = other.info
    assert (info.title, info.author, info.date) == ("Levy to fall", "Lena Fisk", "2021-05-02")
    assert own.id != other.id


# Around the words


@pytest.mark.parametrize(
    "foot",
    [
        "-- \nAda Okoro\nHarbour master\n+44 20 1234\n",
        "Best regards,\n\nAda Okoro\nHarbour master\n",
        "Mit freundlichen Grüßen\nAda\n",
        "Sent from my iPhone\n",
        "This e-mail and any attachments are confidential and intended solely for the addressee.\n",
        "If you are not the intended recipient, please delete it.\n",
        "_______________________________________________\nharbour mailing list\n"
        "harbour@lists.example\nhttps://lists.example/listinfo/harbour\n",
        "Kind regards,\nAda\n\n--\nAda Okoro\n\nPlease consider the environment before printing.\n",
        "You received this message because you are subscribed to the group harbour.\n"
        "To unsubscribe from this group, send an email to leave@x.example.\n",
    ],
)
def test_what_stands_under_a_message_is_no_part_of_it(tmp_path: Path, foot: str) -> None:
    assert article_of(tmp_path, message(f"{OWN}\n\n{foot}")).text == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to the board the weir holds.\n\nUnsubscribed readers were told last, she said.",
        "Confidential papers were found in the yard.\n\nThe lawyer of the port said that this "
        "message was meant for the board and for nobody else, and that it would stay so.",
    ],
)
def test_words_that_speak_of_such_things_stay(tmp_path: Path, text: str) -> None:
    assert article_of(tmp_path, message(f"{text}\n")).text == text


def test_lines_that_a_program_broke_are_joined_and_others_are_not(tmp_path: Path) -> None:
    text = (
        "The ferry levy will fall by two pounds in June, and the night boat returns in\n"
        "August. We are hiring four deckhands for it, and a cook who can also steer if\n"
        "need be.\n\n- one\n- two\n\nShort line\nanother one\n"
    )
    assert article_of(tmp_path, message(text)).text == (
        "The ferry levy will fall by two pounds in June, and the night boat returns in August. We "
        "are hiring four deckhands for it, and a cook who can also steer if need be.\n\n- one\n- "
        "two\n\nShort line\nanother one"
    )


def test_flowing_text_flows() -> None:
    text = "The hull \nneeds new plates.\n>quoted \n>on\nFixed\nlines\n -- not quoted\n"
    found = plain_passages(TextPart(text, is_html=False, is_flowed=True))
    assert [(one.block.text, one.depth) for one in found] == [
        ("The hull needs new plates.", 0),
        ("quoted on", 1),
        ("Fixed\nlines\n-- not quoted", 0),
    ]


# Parts


def test_html_is_read_rather_than_its_plain_form_unless_it_shows_nothing(tmp_path: Path) -> None:
    html = f"<p>{OWN}</p><p>Nobody minded.</p>"
    assert article_of(tmp_path, message("Plain.", html)).text == f"{OWN}\n\nNobody minded."
    assert article_of(tmp_path, message(f"{OWN}\n", "<img src=a.png>")).text == OWN


def test_hidden_text_of_html_is_no_text(tmp_path: Path) -> None:
    html = (
        "<html><head><style>.pre{display:none}</style></head><body><div class=pre>Secret.</div>"
        f'<p>{OWN}</p><p style="color:#fff;background:#fff">White.</p>'
        '<p style="font-size:0">None.</p></body></html>'
    )
    assert article_of(tmp_path, message(html=html)).text == OWN


def test_html_without_a_body_is_read(tmp_path: Path) -> None:
    data = message(html="x").replace(b"\n\nx", f"\n\n<html><head><o>{OWN}</o>".encode())
    assert article_of(tmp_path, data).text == OWN


def test_control_characters_of_html_do_no_harm(tmp_path: Path) -> None:
    body = f"<p>{OWN}</p><div><span hidden>Secret.</span>Nobody\x01 minded.</div>"
    data = message(html="x", Content_Language="en").replace(b"\n\nx", f"\n\n{body}".encode())
    assert article_of(tmp_path, data).text == f"{OWN}\n\nNobody minded."
    page = f"<html><body><article>{body}</article></body></html>".encode()
    assert article_of(tmp_path, page, "a.html").text == f"{OWN}\n\nNobody minded."


def test_attachments_are_articles_of_their_own_or_left_out(tmp_path: Path) -> None:
    data = message(
        f"{OWN}\n",
        attached=(
            ("minutes.txt", b"Minutes\n\nThe board met on Monday.", "text/plain"),
            ("minutes.txt", b"More minutes\n\nIt met again.", "text/plain"),
            ("../../up.md", b"# Levy\n\nThe levy falls.", "text/markdown"),
            ("chart.png", b"\x89PNG", "image/png"),
            ("inner.eml", message("An older message, with words.", Subject="Old"), "application/x"),
        ),
    )
    outcome = outcome_of(tmp_path, data)
    place = f"{tmp_path / 'a.eml'}"
    assert [(one.info.title, one.info.path) for one in outcome.articles] == [
        ("The ferry levy", place),
        ("Minutes", f"{place}!/minutes.txt"),
        ("More minutes", f"{place}!/minutes-2.txt"),
        ("Levy", f"{place}!/up.md"),
        ("Old", f"{place}!/inner.eml"),
    ]
    assert [(one.path, one.reason) for one in outcome.skipped] == [
        (f"{place}!/chart.png", "no reader for this kind of file (.png)")
    ]
    with Readers() as readers:
        path = tmp_path / "a.eml"
        assert readers.read(Source(str(path), path)) == outcome


def test_messages_in_messages_end_somewhere(tmp_path: Path) -> None:
    data = message("Innermost words.")
    for level in range(6):
        data = message(f"Level {level}.", attached=(("m.eml", data, "application/x"),))
    outcome = outcome_of(tmp_path, data)
    assert [one.text for one in outcome.articles] == [f"Level {n}." for n in (5, 4, 3, 2)]
    assert "too deep" in outcome.skipped[0].reason


def test_a_draft_is_no_article(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, message(f"{OWN}\n", X_Unsent="1"))
    assert (outcome.articles, [one.text for one in outcome.drafts]) == ((), [OWN])


def test_an_encrypted_message_says_so(tmp_path: Path) -> None:
    data = message("x").replace(b'text/plain; charset="utf-8"', b"application/pkcs7-mime")
    assert "is encrypted" in outcome_of(tmp_path, data).failures[0].error


@pytest.mark.parametrize(
    "data", [b"Just words.\n\nAnd more of them.", b"a: b\n\nwords", b"\x00\x01\x02" * 50]
)
def test_what_is_no_mail_is_a_failure(tmp_path: Path, data: bytes) -> None:
    assert "is no mail" in outcome_of(tmp_path, data).failures[0].error


def test_apples_own_form_is_read(tmp_path: Path) -> None:
    data = message(f"{OWN}\n")
    kept = str(len(data)).encode() + b"      \n" + data + b"<?xml version='1.0'?><plist/>"
    assert article_of(tmp_path, kept, "1.emlx").text == OWN


# Newsletters

NEWSLETTER = f"""<html><body><table><tr><td><a>View this email in your browser</a></td></tr>
<tr><td><h1>Ferry levy falls</h1><p>The levy falls by two pounds in June, the port said on Sunday.
</p></td></tr><tr><td>{OWN} It is the oldest of the three boats that cross the sound at night.</td>
<td>The weir was opened in 1921 by the mayor of the town, who stood in the rain.</td></tr>
<tr><td>You are receiving this email because you signed up at our site.<br><a>Unsubscribe</a> |
<a>Manage preferences</a></td></tr><tr><td>Copyright © 2021 Herald, 1 Quay Street</td></tr></table>
</body></html>"""


def test_a_newsletter_is_of_its_list_and_has_nothing_around_it(tmp_path: Path) -> None:
    article = article_of(
        tmp_path,
        message(
            "See the web version.",
            NEWSLETTER,
            List_Id="Harbour Herald Daily <daily.herald.example>",
            From="Harbour Herald <news@harbourherald.example>",
            Archived_At="<https://herald.example/1>",
        ),
    )
    info = article.info
    assert (info.publication, info.author) == ("Harbour Herald Daily", None)
    assert info.url == "https://herald.example/1"
    assert OWN in article.text
    assert "opened in 1921" in article.text
    assert " | " not in article.text
    for other in ("browser", "receiving", "Unsubscribe", "Copyright"):
        assert other not in article.text


def test_a_person_who_writes_to_a_list_is_the_author(tmp_path: Path) -> None:
    article = article_of(tmp_path, message(f"{OWN}\n", List_Id="<harbour.lists.example>"))
    assert (article.info.author, article.info.publication) == ("Ada Okoro", "harbour.lists.example")


def test_turns_of_an_interview_by_mail_are_marked(tmp_path: Path) -> None:
    text = (
        "MS. OKORO: I think the levy will fall in June.\n\nMR. LUND: Will the boat return?\n\n"
        "MS. OKORO: It will. We hope you come.\n\nMR. LUND: I will, if you do.\n"
    )
    article = article_of(tmp_path, message(text))
    assert [one.label for one in article.marked("turn")] == ["MS. OKORO", "MR. LUND"] * 2
    html = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
    assert article_of(tmp_path, message(html=html)).marked("turn") == article.marked("turn")


# Hostile


def test_paragraphs_are_told_apart_in_time_that_grows_with_their_number() -> None:
    part = "From: a\n> On x wrote:\n-- \n<https://x> [image\n==== \nFrom: b\n\n"

    def prepare(size: int) -> object:
        def work() -> None:
            found = plain_passages(TextPart(part * size, is_html=False))
            message_blocks([one.block for one in found])

        return work

    assert_time_is_linear(prepare, 250, 2_000)


def test_a_mail_of_many_heads_is_read_soon(tmp_path: Path) -> None:
    heads = "From: a\nSent: b\n" * 2_000
    assert "From" in HEAD
    assert outcome_of(tmp_path, message(f"{OWN}\n\n{heads}")).failures == ()

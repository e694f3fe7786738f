"""Makes mails for the tests."""

from email.message import EmailMessage
from pathlib import Path

from index.articles.article import Article
from index.readers import read
from index.readers.sources import ReadOutcome, Source

HEAD = {
    "From": "Ada Okoro <ada@harbour.example>",
    "To": "board@harbour.example",
    "Subject": "The ferry levy",
    "Date": "Mon, 03 May 2021 23:30:00 -0500",
}


def message(
    text: str | None = None,
    html: str | None = None,
    attached: tuple[tuple[str, bytes, str], ...] = (),
    **head: str,
) -> bytes:
    """Return a mail; `attached` are names, contents and media types."""
    mail = EmailMessage()
    for name, value in {
        **HEAD,
        **{key.replace("_", "-"): value for key, value in head.items()},
    }.items():
        mail[name] = value
    if text is not None:
        mail.set_content(text)
    if html is not None and text is None:
        mail.set_content(html, subtype="html")
    elif html is not None:
        mail.add_alternative(html, subtype="html")
    for name, content, kind in attached:
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def outcome_of(folder: Path, data: bytes, name: str = "a.eml") -> ReadOutcome:
    """Return what comes of a file."""
    path = folder / name
    path.write_bytes(data)
    return read(Source(str(path), path))


def article_of(folder: Path, data: bytes, name: str = "a.eml") -> Article:
    """Return the only article of a file."""
    outcome = outcome_of(folder, data, name)
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article

"""The command `links`: what is kept of links, and taking back all that were made before a time."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, folder_there, print_json

_BeforeOption = Annotated[
    str | None,
    typer.Option(
        "--take-back-before",
        metavar="DAY",
        help="Take back all links made before this day (UTC), as in 2026-05-31, or `now`.",
    ),
]


def links(
    *, before: _BeforeOption = None, index: IndexOption = None, as_json: JsonOption = False
) -> None:
    """Say what is kept of links to answers; take back all that were made before a day."""
    from qa.web.sharing.store import LinkStore

    store = LinkStore(folder_there(index))
    if before is not None:
        store.take_back_before(_seconds(before))
    counts = store.counts()
    store.close()
    until = datetime.fromtimestamp(counts.before, UTC).isoformat(" ") if counts.before else None
    if as_json:
        print_json({"kept": counts.kept, "taken_back": counts.taken_back, "before": until})
        return
    typer.echo(f"Kept for links: {counts.kept:,}. Taken back one by one: {counts.taken_back:,}.")
    typer.echo(
        f"All links made before {until} open nothing."
        if until
        else "No links were taken back by a day."
    )


def _seconds(text: str) -> int:
    if text == "now":
        return int(datetime.now(UTC).timestamp()) + 1
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day; write it as in 2026-05-31, or say now"
        ) from None
    if day > datetime.now(UTC).date():
        raise typer.BadParameter(
            f"{text} is still to come: links made until then would open nothing; say now"
        )
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp())

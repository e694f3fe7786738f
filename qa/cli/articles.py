"""The commands `articles`, `show` and `remove`. Nothing heavy is imported before a command runs."""

from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_json

if TYPE_CHECKING:
    from index.collection import Index


def articles(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the articles of the index."""
    infos = open_index(index).articles()
    if as_json:
        print_json({"articles": [info.to_json() for info in infos]})
    else:
        from qa.cli import terminal

        terminal.show_articles(infos)


def show(
    article: Annotated[str, typer.Argument(metavar="ID")],
    *,
    version: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="As it was then: a content hash, or how it begins."),
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="What changed since that version, or the last one.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one article with its whole text, as it is or as it was, and its near copies."""
    opened = open_index(index)
    found = opened.version(article, version) if version else opened.article(article)
    before, copies = opened.versions.of(article), opened.copies(article)
    if changes:
        _show_changes(opened, article, version)
    elif as_json:
        beside = {
            "versions": [one.to_json() for one in before],
            "copies": [one.to_json() for one in copies],
        }
        print_json({**found.to_json(), **beside})
    else:
        from qa.cli import terminal

        terminal.show_article(found, before, copies)


def _show_changes(opened: "Index", article: str, version: str | None) -> None:
    from qa.cli import terminal
    from qa.text.differences import differences, shortened

    present = opened.article(article)
    before = opened.versions.of(article)
    if version is None and not before:
        typer.echo(f"{article} has not been changed since it was indexed.")
        return
    earlier = opened.version(article, version or before[0].content_hash)
    terminal.show_changes(shortened(differences(earlier.text, present.text)))


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...")],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take articles out of the index."""
    removed = open_index(index).remove(ids)
    if as_json:
        print_json({"removed": removed})
    else:
        typer.echo(f"Removed {removed} article{'' if removed == 1 else 's'}.")

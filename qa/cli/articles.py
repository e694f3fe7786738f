"""The commands `articles`, `show` and `remove`. Nothing heavy is imported before a command runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.helping.identifiers import ArticleArgument, ArticlesArgument, offer, whole
from qa.cli.options import IndexOption, JsonOption, open_index, print_json, print_rows

if TYPE_CHECKING:
    from index.collection import Index

_CheckOption = Annotated[
    bool, typer.Option("--check", help="Say what is missing in each, and what is doubtful.")
]
_CorrectOption = Annotated[
    Path | None,
    typer.Option(
        "--correct",
        metavar="FILE.csv",
        help="Correct details: columns id, path or url, then title, author, date, publication, "
        "url, lang, categories (a; b). An empty cell leaves a field, - empties it, "
        "= takes a correction back.",
    ),
]
_AsReadOption = Annotated[
    list[str] | None,
    typer.Option(
        "--as-read",
        metavar="ID",
        help="Take back what was corrected of an article; repeat it.",
        autocompletion=offer,
    ),
]

if TYPE_CHECKING:
    from index.collection import Index
    from index.versions import Found


def articles(
    *,
    check: _CheckOption = False,
    correct: _CorrectOption = None,
    as_read: _AsReadOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the articles of the index; check or correct their details."""
    if sum((check, correct is not None, bool(as_read))) > 1:
        raise typer.BadParameter("give one of --check, --correct and --as-read")
    store = open_index(index)
    if correct is not None:
        _correct(store, correct, as_json=as_json)
    elif as_read:
        _take_back(store, as_read, as_json=as_json)
    elif check:
        _check(store, as_json=as_json)
    elif as_json:
        print_json({"articles": [info.to_listing() for info in store.articles()]})
    else:
        from qa.cli.printing.articles import show_articles

        show_articles(store.articles())


def _check(store: "Index", *, as_json: bool) -> None:
    checked = store.details.checked()
    if as_json:
        print_rows("articles", {"articles": [one.to_json() for one in checked]})
    else:
        from qa.cli.printing.articles import show_checked

        show_checked(checked)


def _correct(store: "Index", path: Path, *, as_json: bool) -> None:
    from index.correction_sheets import read_sheet

    sheet = read_sheet(path, store.articles())
    corrected = store.details.correct(sheet.changes, "command line")
    failed = [{"path": f"{path}, line {one.line}", "error": one.error} for one in sheet.failures]
    if as_json:
        print_json({"corrected": corrected, "failed": failed})
    else:
        typer.echo(f"Corrected {corrected} article{'' if corrected == 1 else 's'}.")
        for one in failed:
            typer.echo(f"{one['path']}: {one['error']}", err=True)
    if failed:
        raise typer.Exit(1)


def _take_back(store: "Index", ids: list[str], *, as_json: bool) -> None:
    from index.articles.details.corrections import CORRECTABLE, Change

    changes = [Change(article=one, as_read=CORRECTABLE) for one in whole(store, ids)]
    changed = store.details.correct(changes, "command line")
    if as_json:
        print_json({"corrected": changed, "failed": []})
    else:
        typer.echo(f"Took back the corrections of {changed} article{'' if changed == 1 else 's'}.")


def show(
    article: ArticleArgument,
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
    """Show one article: details, where each came from, its text now or before, near copies.

    An earlier version is shown without copies: they are of the article as it is.
    """
    opened = open_index(index)
    article = opened.identifier(article)
    if changes:
        _show_changes(opened, article, version, as_json=as_json)
        return
    found = _found(opened, article, version)
    checked = opened.details.of(found.article)
    before = opened.versions.of(article)
    copies = [] if found.replaced else opened.copies(article)
    if as_json:
        beside = {
            "corrections": [one.to_json() for one in checked.corrections],
            "versions": [one.to_json() for one in before],
            "copies": [one.to_json() for one in copies],
        }
        print_json({**found.article.to_json(), **beside})
    else:
        from qa.cli.printing.articles import show_article

        show_article(found.article, checked, before, copies)


def _found(opened: "Index", article: str, version: str | None) -> "Found":
    from index.versions import Found

    if version:
        return opened.versions.find(article, version)
    return Found(opened.article(article), None)


def _show_changes(
    opened: "Index", article: str, version: str | None, *, as_json: bool = False
) -> None:
    from qa.cli.printing.articles import show_changes
    from qa.text.differences import differences, shortened

    present = opened.article(article)
    before = opened.versions.of(article)
    since = version or (before[0].content_hash if before else None)
    earlier = opened.version(article, since) if since else present
    pieces = differences(earlier.text, present.text)
    if as_json:
        changes = [{"change": str(one.change), "text": one.text} for one in pieces]
        print_json({"article": article, "since": since, "changes": changes})
    elif since is None:
        typer.echo(f"{article} has not been changed since it was indexed.")
    else:
        show_changes(shortened(pieces))


def remove(
    ids: ArticlesArgument,
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take articles out of the index."""
    store = open_index(index)
    wanted = whole(store, ids)
    titles = [store.identifiers(one, 1)[0] for one in wanted]
    removed = store.remove(wanted)
    if as_json:
        print_json({"removed": removed})
        return
    from qa.cli import terminal

    for one, title in titles:
        terminal.say(f"Removed {one}  {title}".rstrip())

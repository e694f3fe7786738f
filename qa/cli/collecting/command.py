"""The commands `collections ...`: which there are, and where articles belong.

Nothing heavy is imported before a command runs.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qa.cli.asking import AuthorOption, CategoryOption, SourceOption, filters_of
from qa.cli.helping.examples import epilog
from qa.cli.helping.identifiers import offer, whole
from qa.cli.options import (
    AfterOption,
    BeforeOption,
    CollectionOption,
    IndexOption,
    JsonOption,
    fail,
    open_index,
    print_json,
)

if TYPE_CHECKING:
    from index.articles.passages import Filters
    from index.collection import Index

collections = typer.Typer(
    help="The collections of the index, and which articles are in them.",
    invoke_without_command=True,
    epilog=epilog("collections"),
)

NameArgument: TypeAlias = Annotated[str, typer.Argument(metavar="NAME")]
ToOption: TypeAlias = Annotated[
    list[str], typer.Option("--to", metavar="C", help="Where they are afterwards; repeat it.")
]


@collections.callback(epilog=epilog("collections"))
def list_collections(
    context: typer.Context, *, index: IndexOption = None, as_json: JsonOption = False
) -> None:
    """List the collections, each with how many articles it has."""
    if context.invoked_subcommand is not None:
        return
    found = open_index(index).collections.all()
    if as_json:
        print_json({"collections": [one.to_json() for one in found]})
        return
    for one in found:
        typer.echo(f"{one.name}\t{one.articles} article{'' if one.articles == 1 else 's'}")


@collections.command("move", epilog=epilog("collections move"))
def move(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID...]", help="Articles.", autocompletion=offer),
    ] = None,
    *,
    to: ToOption,
    all_of: Annotated[
        str | None, typer.Option(metavar="C", help="Move all articles of this collection.")
    ] = None,
    author: AuthorOption = None,
    source: SourceOption = None,
    category: CategoryOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    collection: CollectionOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put articles into collections, and out of those that they were in.

    Filters move all articles that they let through.
    """
    filters = filters_of(author, source, after, before, category, collection)
    if sum((bool(ids), all_of is not None, filters != filters_of(None, None, None, None))) != 1:
        fail(
            "Give the articles to move, or the collection that they are in (--all-of C), or "
            "filters (--author, --source, --category, --after, --before, --collection).",
            code=2,
        )
    store = open_index(index)
    changes = store.collection_changes
    if all_of is not None:
        count = changes.move_all(all_of, to)
    else:
        count = changes.move(whole(store, ids) if ids else _let_through(store, filters), to)
    if as_json:
        print_json({"moved": count})
    else:
        typer.echo(f"Moved {count} article{'' if count == 1 else 's'} to {', '.join(to)}.")


def _let_through(store: "Index", filters: "Filters") -> list[str]:
    names = filters.collections
    within = store.limited_to(store.collections.known(names)) if names else store
    every = replace(filters, collections=frozenset())
    return within.library.scope.identifiers(every, "", within.article_count)


@collections.command("rename", epilog=epilog("collections rename"))
def rename(
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    *,
    index: IndexOption = None,
) -> None:
    """Give a collection another name; rules for groups must name it so, too."""
    open_index(index).collection_changes.rename(old, new)
    typer.echo(f"{old} is called {new.strip()} now; rules for groups must name it so, too.")


@collections.command("remove", epilog=epilog("collections remove"))
def remove(name: NameArgument, *, index: IndexOption = None) -> None:
    """Take away a collection that has no article."""
    open_index(index).collection_changes.remove(name)
    typer.echo(f"There is no collection {name} any more.")

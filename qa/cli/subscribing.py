"""The commands `subscribe`, `subscriptions`, `unsubscribe` and `refresh`.

Nothing is fetched but by `refresh`, and nothing heavy is imported before a command runs.
"""

from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_json, progress

UrlArgument = Annotated[str, typer.Argument(metavar="URL", help="A feed, sitemap or page.")]


def subscribe(
    url: UrlArgument,
    *,
    follow: Annotated[
        bool,
        typer.Option("--follow", help="Also fetch the pages of items that show only a part."),
    ] = False,
    collection: Annotated[
        list[str] | None,
        typer.Option(metavar="C", help="Put what comes of it into this collection; repeat it."),
    ] = None,
    index: IndexOption = None,
) -> None:
    """Have `refresh` look at an address; nothing is fetched before."""
    from index.library.named_collections import checked_name

    places = tuple(map(checked_name, collection or ()))
    open_index(index, create=True).subscriptions.add(url, follow=follow, collections=places)
    typer.echo(f"Subscribed to {url}. `pullquote refresh` fetches what is new.")


def subscriptions(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the addresses that `refresh` looks at."""
    subscribed = open_index(index).subscriptions.all()
    if as_json:
        print_json({"subscriptions": [one.to_json() for one in subscribed]})
    else:
        from qa.cli.printing.reports import show_subscriptions

        show_subscriptions(subscribed)


def unsubscribe(url: UrlArgument, *, index: IndexOption = None) -> None:
    """Look at an address no more; its articles stay."""
    open_index(index).subscriptions.remove(url)
    typer.echo(f"No longer subscribed to {url}; its articles stay.")


def refresh(
    *,
    now: Annotated[
        bool, typer.Option("--now", help="Also what was looked at in the last quarter of an hour.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch what is new from the addresses subscribed to."""
    store = open_index(index)
    with progress("Refreshing") as update:
        report = store.refresh(now=now, progress=update)
    if as_json:
        print_json(report.to_json())
    else:
        from qa.cli.printing.reports import show_report

        show_report(report)
    if report.failed:
        raise typer.Exit(1)

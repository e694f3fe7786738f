"""The commands `index` and `verify`: articles into an index, and the proof that it is sound.

Nothing heavy is imported before a command runs.
"""

from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_json, progress

EmbeddingOption = Annotated[
    str | None,
    typer.Option(
        "--embedding-model",
        metavar="NAME",
        help="A sentence-transformers model by name or folder instead of the built-in one.",
    ),
]


def index_articles(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, feeds or URLs.")
    ],
    *,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove articles whose file is gone.")
    ] = False,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Take articles that are not published, too.")
    ] = False,
    follow: Annotated[
        bool,
        typer.Option("--follow", help="Also fetch the pages that feeds and sitemaps lead to."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Let --prune remove more than half of the articles.")
    ] = False,
    keep_versions: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=1000,
            help="Texts kept of an article that changes; 100 at first.",
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and index again whenever a file changes.")
    ] = False,
    embedding_model: EmbeddingOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add or update articles; unchanged ones are skipped."""
    from index.versions import KEPT
    from qa.cli import terminal

    store = open_index(index, create=True, embedding_model=embedding_model)
    if keep_versions is not None:
        store.set_setting(KEPT, keep_versions)
    with progress("Indexing") as update:
        report = store.add(
            paths, prune=prune, even_most=yes, drafts=drafts, follow=follow, progress=update
        )
    if as_json:
        print_json(report.to_json())
    else:
        terminal.show_report(report)
    if watch:
        from qa.cli.watching import watch_paths

        watch_paths(store, paths, prune=prune, drafts=drafts)
    if report.failed:
        raise typer.Exit(1)


def verify(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended, and say what cannot.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Re-read every stored offset, hash and vector, and say what is wrong."""
    report = open_index(index, damaged=True).verify(repair=repair)
    if as_json:
        print_json(report.to_json())
    else:
        from qa.cli import terminal

        terminal.show_verification(report)
    if not report.ok or report.lost:
        raise typer.Exit(1)

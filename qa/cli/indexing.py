"""The commands `index` and `verify`: articles into an index, and the proof that it is sound.

Nothing heavy is imported before a command runs.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import IndexLocked, UsageError
from index.readers.sources import is_readable, leads_out
from qa.cli.options import (
    IndexOption,
    JsonOption,
    VectorsOption,
    bring_remote,
    open_index,
    print_json,
    progress,
)

if TYPE_CHECKING:
    from index.cluster.workers import Workers
    from index.collection import Index
    from index.readers.fields.mapping import ColumnMap

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
    columns: Annotated[
        str,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN,...",
            help="Columns of tables whose names are not known: title=headline,text=lead+rest.",
        ),
    ] = "",
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
    collection: Annotated[
        list[str] | None,
        typer.Option(
            metavar="C",
            help="Put all that is met into this collection, and into no other; repeat it for "
            "several. New articles are in default without it, others where they are.",
        ),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Have a Ray cluster read and embed: ray://HOST:PORT, or local for one on this "
            "machine.",
        ),
    ] = None,
    shared_files: Annotated[
        bool,
        typer.Option(
            "--shared-files",
            help="With --ray: its machines have the files under the same paths; send none.",
        ),
    ] = False,
    embedding_model: EmbeddingOption = None,
    vectors: VectorsOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add or update articles; unchanged ones are skipped."""
    from index.library.named_collections import checked_name
    from index.readers.fields.mapping import parse_map
    from index.versions import KEPT
    from qa.cli.printing.reports import show_report

    try:
        named = parse_map(columns)
    except UsageError as error:
        raise typer.BadParameter(str(error), param_hint="--map") from error
    try:
        places = tuple(map(checked_name, collection or ()))
    except UsageError as error:
        raise typer.BadParameter(str(error), param_hint="--collection") from error
    cluster = _workers(ray, shared_files=shared_files)
    store = open_index(index, vectors=vectors, create=True, embedding_model=embedding_model)
    if keep_versions is not None:
        store.set_setting(KEPT, keep_versions)
    with cluster as workers, progress("Indexing") as update:
        report = store.add(
            paths,
            prune=prune,
            even_most=yes,
            drafts=drafts,
            follow=follow,
            columns=named,
            collections=places,
            progress=update,
            workers=workers,
        )
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report)
    brought = bring_remote(store)
    if watch:
        watch_paths(store, paths, prune=prune, drafts=drafts, columns=named, collections=places)
    if report.failed or not brought:
        raise typer.Exit(1)


def _workers(
    address: str | None, *, shared_files: bool
) -> "AbstractContextManager[Workers | None]":
    if address is None:
        if shared_files:
            raise typer.BadParameter("goes with --ray", param_hint="--shared-files")
        return nullcontext()
    from index.cluster.workers import Workers

    try:
        return Workers(address, shared_files=shared_files)
    except UsageError as error:
        raise typer.BadParameter(str(error), param_hint="--ray") from error


def watch_paths(
    store: "Index",
    paths: Sequence[str],
    *,
    prune: bool,
    drafts: bool,
    columns: "ColumnMap" = (),
    collections: Sequence[str] = (),
) -> None:
    """Index files again whenever they change, until Ctrl-C.

    What does not change costs nothing: the system tells which files do.
    """
    import watchfiles

    from qa.cli import terminal

    roots = [str(Path(path).absolute()) for path in paths if Path(path).exists()]
    terminal.note(f"Watching {', '.join(roots)}; press Ctrl-C to stop.")
    left: set[str] = set()
    for changes in watchfiles.watch(
        *roots, raise_interrupt=False, yield_on_timeout=True, rust_timeout=5_000
    ):
        left |= {path for _, path in changes if is_wanted(path, roots)}
        if not left:
            continue
        try:
            follow_changes(
                store,
                left,
                roots,
                prune=prune,
                drafts=drafts,
                columns=columns,
                collections=collections,
            )
            left.clear()
        except IndexLocked as locked:  # looked at again when the other writer is done
            terminal.note(str(locked))


def follow_changes(
    store: "Index",
    changed: Collection[str],
    roots: Sequence[str],
    *,
    prune: bool,
    drafts: bool,
    columns: "ColumnMap" = (),
    collections: Sequence[str] = (),
) -> None:
    """Index files that are there, and with `prune` forget those that are not; say what was done."""
    from qa.cli.printing.reports import show_report

    there = sorted(path for path in changed if Path(path).exists())
    readable = [path for path in there if Path(path).is_dir() or is_readable(Path(path))]
    if readable:
        report = store.add(readable, drafts=drafts, columns=columns, collections=collections)
        show_report(report, err=True)
    gone = sorted(set(changed) - set(there))
    if gone and prune:
        show_report(store.prune(roots, gone), err=True)
    bring_remote(store)


def is_wanted(path: str, roots: Sequence[str]) -> bool:
    """Tell whether a path would be met when the roots are walked: nothing hidden, no way out."""
    for root in roots:
        if path == root:
            return True
        if Path(path).is_relative_to(root):
            inside = Path(path).relative_to(root).parts
            return not any(name.startswith(".") for name in inside) and not leads_out(
                Path(path), root
            )
    return False


def verify(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended, and say what cannot.")
    ] = False,
    vectors: VectorsOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Re-read every stored offset, hash and vector, and say what is wrong."""
    report = open_index(index, vectors=vectors, damaged=True).verify(repair=repair)
    if as_json:
        print_json(report.to_json())
    else:
        from qa.cli.printing.reports import show_verification

        show_verification(report)
    if not report.ok or report.lost:
        raise typer.Exit(1)

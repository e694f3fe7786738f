"""`pullquote index --watch`: only what changes is looked at again. The module of watchfiles."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

from index.errors import IndexLocked
from index.readers.registry import FORMATS
from qa.cli import terminal

if TYPE_CHECKING:
    from index.collection import Index


def watch_paths(store: "Index", paths: Sequence[str], *, prune: bool, drafts: bool) -> None:
    """Index files again whenever they change, until Ctrl-C.

    What does not change costs nothing: the system tells which files do.
    """
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
            follow_changes(store, left, roots, prune=prune, drafts=drafts)
            left.clear()
        except IndexLocked as locked:  # looked at again when the other writer is done
            terminal.note(str(locked))


def follow_changes(
    store: "Index", changed: Collection[str], roots: Sequence[str], *, prune: bool, drafts: bool
) -> None:
    """Index files that are there, and with `prune` forget those that are not; say what was done."""
    there = sorted(path for path in changed if Path(path).exists())
    readable = [path for path in there if Path(path).is_dir() or not FORMATS.why_not(Path(path))]
    if readable:
        terminal.show_report(store.add(readable, drafts=drafts), err=True)
    gone = sorted(set(changed) - set(there))
    if gone and prune:
        terminal.show_report(store.prune(roots, gone), err=True)


def is_wanted(path: str, roots: Sequence[str]) -> bool:
    """Tell whether a path would be met when the roots are walked: no name in it is hidden."""
    for root in roots:
        if path == root:
            return True
        if Path(path).is_relative_to(root):
            return not any(name.startswith(".") for name in Path(path).relative_to(root).parts)
    return False

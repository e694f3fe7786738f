"""Names of authors that a site keeps in a file of its own: `lfisk` is Lena Fisk there."""

import json
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from index.errors import ReadError
from index.readers.fields.people import people
from index.readers.matter.yaml_text import read_yaml

_PLACES = (
    "authors.yml", "authors.yaml", "_data/authors.yml", "_data/authors.yaml",
    "_data/authors.json", "data/authors.yml", "data/authors.yaml", "data/authors.toml",
    "data/authors.json",
)  # fmt: skip
HIGHEST = 5
"""Folders above a file in which the list is looked for."""

_LARGEST = 256 * 1024
_READ: dict[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".toml": tomllib.loads,
}


def name_of_account(account: str, path: Path) -> str | None:
    """Return the name that a list of authors near a file gives to an account; None without."""
    for listed in _lists(path.parent):
        said = listed.get(account)
        name = people(said) if isinstance(said, dict | str) else None
        if name and name != account:
            return name
    return None


def lists_near(path: Path) -> list[Path]:
    """Return the lists of authors that `name_of_account` would look at for a file."""
    above = (path.parent, *path.parent.parents)[:HIGHEST]
    return [one for folder in above for one in _files_in(folder)]


@lru_cache(maxsize=256)
def _files_in(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / place for place in _PLACES if _is_list(folder / place))


def _lists(folder: Path) -> Iterator[dict[str, object]]:
    for above in (folder, *folder.parents)[:HIGHEST]:
        yield from _in_folder(above)


@lru_cache(maxsize=256)
def _in_folder(folder: Path) -> tuple[dict[str, object], ...]:
    found = (_read(folder / place) for place in _PLACES)
    return tuple(one for one in found if one)


def _is_list(path: Path) -> bool:
    try:
        return not path.is_symlink() and path.is_file() and path.stat().st_size <= _LARGEST
    except (OSError, ValueError):
        return False


def _read(path: Path) -> dict[str, object]:
    if not _is_list(path):
        return {}
    try:
        text = path.read_text("utf-8")
        parse = _READ.get(path.suffix, read_yaml)
        given = parse(text)
    except (OSError, ValueError, RecursionError, ReadError):
        return {}
    if isinstance(given, list):  # of objects that say their account
        given = {str(one.get("id") or one.get("username")): one for one in given
                 if isinstance(one, dict)}  # fmt: skip
    return given if isinstance(given, dict) else {}

"""Question sets that a browser sends: files by name, read as if they lay on a disk."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from index.errors import UsageError
from qa.evaluation.sets.formats.registry import read_question_set
from qa.evaluation.sets.question_sets import QuestionSet

_LONGEST_NAME = 100
_NOT_NAME = re.compile(r"[^\w .()+-]")
_BEIR = re.compile(r"(?:^|/)((?:corpus|queries)\.jsonl|(?:qrels/)?(?:test|dev|train|qrels)\.tsv)$")


class SentFile(BaseModel):
    """A file as text; of a folder, `name` is its path in it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=500)
    text: str


def read_upload(sent: Sequence[SentFile]) -> QuestionSet:
    """Return the question set in one file, or in the three of a BEIR folder.

    Raises:
        UsageError: If they are no question set; files are named as they were sent.
    """
    with tempfile.TemporaryDirectory(prefix="pullquote-upload-") as folder:
        path = _written(Path(folder), sent)
        with _told_by_name(Path(folder)):
            return replace(read_question_set(path), name=path.name)


def _written(folder: Path, sent: Sequence[SentFile]) -> Path:
    if len(sent) == 1:
        path = folder / _safe(sent[0].name)
        _write(path, sent[0].text)
        return path
    beside = folder / _folder_name(sent[0].name)
    for one in sent:
        match = _BEIR.search(one.name.replace("\\", "/"))
        if match is None:
            raise UsageError(
                f"{_safe(one.name)}: choose one question set at a time. Several files are read "
                "together only as a BEIR folder: corpus.jsonl, queries.jsonl and qrels/test.tsv "
                "(or qrels.tsv)."
            )
        _write(beside / _in_place(match[1]), one.text)
    return beside


def _in_place(name: str) -> str:
    """Return where BEIR keeps a file; a browser that sends files alone drops the folder."""
    return (
        name
        if name in {"corpus.jsonl", "queries.jsonl", "qrels.tsv"} or "/" in name
        else (f"qrels/{name}")
    )


def _folder_name(name: str) -> str:
    first, slash, _ = name.replace("\\", "/").partition("/")
    return _safe(first) if slash and first != "qrels" else "BEIR set"


def _safe(name: str) -> str:
    """Return the last part of a name without anything that a file system could take amiss."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    kept = _NOT_NAME.sub("_", last).strip(" .")[-_LONGEST_NAME:]
    return kept or "questions"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace", newline="")


@contextmanager
def _told_by_name(folder: Path) -> Iterator[None]:
    """Take the folder's own path out of messages: it means nothing to who sent the files."""
    try:
        yield
    except UsageError as error:
        raise UsageError(str(error).replace(f"{folder}{os.sep}", "")) from error

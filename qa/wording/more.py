"""The sentence that says how much more somebody says than is quoted."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from qa.people.matching import same_person
from qa.statements.speakers import is_role

_COMMAND = "; pullquote statements --speaker "
_SENTENCE = re.compile(r"[\d,]+ more statements? of (.+) in [\d,]+ articles?[.;]")


@dataclass(frozen=True, slots=True)
class MoreStatements:
    """How many statements of a speaker are not quoted, and in how many articles he speaks."""

    speaker: str
    statements: int
    articles: int


def more_of(speaker: str, counts: Iterable[tuple[str, str, int]], quoted: int) -> MoreStatements:
    """Return what is left of a speaker's statements.

    Args:
        speaker: The fullest name known.
        counts: Article, speaker and how many statements, as the index stores them.
        quoted: How many of the statements are quoted.
    """
    parts = {part.casefold() for part in speaker.split()}
    mine = [
        (article, count)
        for article, name, count in counts
        if parts & {part.casefold() for part in name.split()} and same_person(name, speaker)
    ]
    left = max(0, sum(count for _, count in mine) - quoted)
    return MoreStatements(speaker, left, len({article for article, _ in mine}))


def more_sentence(more: MoreStatements) -> str:
    """Return how many more statements there are, and the command that lists them all."""
    one = more.statements == 1
    statements = "1 more statement" if one else f"{more.statements:,} more statements"
    articles = "1 article" if more.articles == 1 else f"{more.articles:,} articles"
    sentence = f"{statements} of {more.speaker} in {articles}"
    if is_role(more.speaker):
        return f"{sentence}."
    verb = "lists it" if one else "lists them"
    return f"{sentence}{_COMMAND}{quoted_name(more.speaker)} {verb}."


def speaker_of(line: str) -> str | None:
    """Return the speaker of whom a line of an answer says how much more there is, else None."""
    match = _SENTENCE.match(line)
    return match[1] if match else None


def without_command(line: str) -> str:
    """Return a line of an answer as a browser shows it, where no command can be typed."""
    sentence, command, _ = line.partition(_COMMAND)
    return f"{sentence}." if command else line


def quoted_name(name: str) -> str:
    """Return a name as a shell takes it, in double marks where it has an apostrophe."""
    plain = "'" in name and not set(name) & set('"$`!\\')
    return f'"{name}"' if plain else shlex.quote(name)

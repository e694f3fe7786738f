"""Speakers as they are listed for people."""

from collections.abc import Sequence

from qa.cli.printing.articles import EMPTY
from qa.cli.terminal import say, say_wrapped
from qa.speakers.directory import Directory
from qa.speakers.listing import left_out
from qa.speakers.speaker import Speaker

_ROLES = 3


def show_speakers(speakers: Sequence[Speaker], directory: Directory) -> None:
    """Print the speakers, and how many statements are under nobody's entry."""
    if not directory.searched:
        say(EMPTY)
        return
    for one in speakers:
        roles = f", {'; '.join(one.roles[:_ROLES])}" if one.roles else ""
        say((one.name, "bold"), (roles, ""))
        when = " to ".join(dict.fromkeys(filter(None, (one.first, one.last))))
        counted = f"{_counted(one.statements, 'statement')} in {_counted(one.articles, 'article')}"
        told = ", ".join(
            filter(None, (counted, when, f"also {', '.join(one.others)}" if one.others else ""))
        )
        say_wrapped(told, "dim", indent=4)
    total = _counted(len(speakers), "speaker")
    say(f"{total} in {_counted(directory.searched, 'article')}; searched: all.")
    say_wrapped(_left_out(directory))


def _left_out(directory: Directory) -> str:
    counts = left_out(directory)
    named = f"{_counted(counts['statements'], 'statement')} of what is no speaker"
    rest = f"{counts['nameless']:,} of nobody known, {counts['doubtful']:,} in doubtful lines"
    return f"Not listed: {named} ({_counted(counts['labels'], 'label')}), {rest}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

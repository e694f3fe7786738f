"""What standard output is written in: UTF-8 for programs and files, a terminal's own otherwise."""

import io
import sys


def take_every_character() -> None:
    r"""Have standard output take every character, so that no locale ends a command halfway.

    A pipe or a file gets UTF-8, as JSON must be and quotes should. What cannot be written is
    escaped: a letter that a terminal has not, and in names of files the bytes that are no text
    (`\udcff`, as JSON escapes them, too).
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")

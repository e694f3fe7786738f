"""The command `check`. Nothing heavy is imported before it runs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, fail, open_index, print_rows

_STANDARD_INPUT = "-"


def check(
    draft: Annotated[
        str,
        typer.Argument(metavar="DRAFT", help="Text, Markdown, DOCX, HTML; - for what comes in."),
    ],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare each quotation of a draft with the articles; exit with 1 if any is not exact."""
    from qa.checking.draft_check import check_draft

    text = _read(draft)
    with open_index(index) as opened:
        report = check_draft(text, opened)
    if as_json:
        print_rows("quotations", report.to_json())
    else:
        from qa.cli.checking.report import show_report

        show_report(report)
    if not report.all_exact:
        raise typer.Exit(1)


def _read(draft: str) -> str:
    from index.articles.article import normalise_text
    from qa.checking.reading_drafts import draft_in_file

    if draft == _STANDARD_INPUT:
        try:
            return normalise_text(sys.stdin.buffer.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            fail("What came in is not UTF-8. Save it as UTF-8, or name its file.")
    path = Path(draft).expanduser()
    if not path.is_file():
        fail(f"There is no file {draft}. Name the file of a draft, or - for what comes in.")
    return draft_in_file(path, draft)

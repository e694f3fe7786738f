"""The command line: `pullquote`, also `python app.py`.

Standard output holds what was asked for, and with `--json` exactly one JSON document; progress and
messages go to standard error. Exit codes: 0 done (an abstention is an answer), 1 it failed or part
of it did, 2 wrong usage. Everything heavy is imported inside the command that needs it.
"""

import platform
import signal
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn, TypeAlias

import typer

from index.errors import AmbiguousIdentifier, PullquoteError
from qa.cli import access, articles, asking, calibrating, evaluating, feedback, indexing
from qa.cli.checking.command import check
from qa.cli.collecting.command import collections
from qa.cli.gaps.commands import gaps
from qa.cli.helping.examples import epilog
from qa.cli.options import IndexOption, fail, index_before_command, print_failure
from qa.cli.printing.standard_output import take_every_character
from qa.cli.quotes.citing import cite
from qa.cli.quotes.programs import mcp
from qa.cli.serve import serve
from qa.cli.sharing.command import links
from qa.cli.sides.command import sides
from qa.cli.speakers.command import speakers
from qa.cli.statements import statements
from qa.cli.subscribing import refresh, subscribe, subscriptions, unsubscribe
from qa.web.version import product_version

app = typer.Typer(
    name="pullquote",
    help="Ask a pile of articles a question; get an answer in the articles' own words.",
    no_args_is_help=True,
    epilog=epilog(""),
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_INTERRUPTED = "Interrupted. What was finished before is kept; run the command again to go on."

_Refused: Any = typer.BadParameter.__mro__[2]
"""What a command line that cannot be parsed raises: click's error, or that of typer's own copy."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pullquote {product_version()} (Python {platform.python_version()})")
        raise typer.Exit


VersionOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--version", callback=_version, is_eager=True, help="Print the version and leave."
    ),
]


@app.callback(epilog=epilog(""))
def _root(*, version: VersionOption = False, index: IndexOption = None) -> None:
    index_before_command.set(index)


def main() -> NoReturn:
    """Run the command line; every failure a user can mend is a message, not a stack trace."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    take_every_character()
    try:
        code = app(standalone_mode=False)
    except _Refused as error:
        print_failure(error.format_message())
        error.show()
        sys.exit(error.exit_code)
    except typer.Abort:
        fail("Given up; nothing was done.")
    except AmbiguousIdentifier as error:
        fail(str(error), candidates=error.candidates)
    except PullquoteError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail(_INTERRUPTED, code=130)
    except OSError as error:
        fail(f"{error.filename or 'The system'}: {error.strerror or error}.")
    if code == 130:  # so typer ends a command at Ctrl-C, without a word
        fail(_INTERRUPTED, code=130)
    sys.exit(code)


def _command(name: str, function: Callable[..., None]) -> None:
    app.command(name, epilog=epilog(name))(function)


_command("index", indexing.index_articles)
_command("subscribe", subscribe)
_command("subscriptions", subscriptions)
_command("unsubscribe", unsubscribe)
_command("refresh", refresh)
_command("ask", asking.ask)
_command("search", asking.search)
_command("statements", statements)
_command("sides", sides)
_command("speakers", speakers)
_command("cite", cite)
_command("check", check)
_command("articles", articles.articles)
_command("show", articles.show)
_command("remove", articles.remove)
_command("verify", indexing.verify)
_command("serve", serve)
_command("links", links)
_command("mcp", mcp)
_command("evaluate", evaluating.evaluate)
_command("calibrate", calibrating.calibrate)
_command("check-questions", calibrating.check_questions)
app.add_typer(collections, name="collections")
app.add_typer(feedback.feedback, name="feedback")
app.add_typer(gaps, name="gaps")
app.add_typer(access.users, name="users")
app.add_typer(access.keys, name="keys")

"""The command line: `pullquote`, also `python app.py`.

Standard output holds what was asked for, and with `--json` exactly one JSON document; progress and
messages go to standard error. Exit codes: 0 done (an abstention is an answer), 1 it failed or part
of it did, 2 wrong usage. Everything heavy is imported inside the command that needs it.
"""

import signal
import sys
from typing import NoReturn

import typer

from index.errors import PullquoteError
from qa.cli import access, articles, asking, calibrating, evaluating, feedback, indexing
from qa.cli.options import IndexOption, fail, index_before_command
from qa.cli.serve import serve
from qa.cli.statements import statements
from qa.cli.subscribing import refresh, subscribe, subscriptions, unsubscribe

app = typer.Typer(
    name="pullquote",
    help="Ask a pile of articles a question; get an answer in the articles' own words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_INTERRUPTED = "Interrupted. What was finished before is kept; run the command again to go on."


@app.callback()
def _root(index: IndexOption = None) -> None:
    index_before_command.set(index)


def main() -> NoReturn:
    """Run the command line; every failure a user can mend is a message, not a stack trace."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app()
    except PullquoteError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail(_INTERRUPTED, code=130)
    except SystemExit as left:
        if left.code == 130:  # so typer ends a command at Ctrl-C, without a word
            fail(_INTERRUPTED, code=130)
        raise
    except OSError as error:
        fail(f"{error.filename or 'The system'}: {error.strerror or error}.")
    sys.exit(0)


app.command("index")(indexing.index_articles)
app.command("subscribe")(subscribe)
app.command("subscriptions")(subscriptions)
app.command("unsubscribe")(unsubscribe)
app.command("refresh")(refresh)
app.command("ask")(asking.ask)
app.command("search")(asking.search)
app.command("statements")(statements)
app.command("articles")(articles.articles)
app.command("show")(articles.show)
app.command("remove")(articles.remove)
app.command("verify")(indexing.verify)
app.command("serve")(serve)
app.command("evaluate")(evaluating.evaluate)
app.command("calibrate")(calibrating.calibrate)
app.command("check-questions")(calibrating.check_questions)
app.add_typer(feedback.feedback, name="feedback")
app.add_typer(access.users, name="users")
app.add_typer(access.keys, name="keys")

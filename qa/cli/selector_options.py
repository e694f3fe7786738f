"""The options of a language model that chooses sentences, shared by several commands."""

import os
from typing import Annotated, TypeAlias

import typer

from index.errors import UsageError
from qa.reading.selector.endpoint import KEY_VARIABLE, Endpoint, parse_endpoint

SelectorOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--selector",
        metavar="URL",
        envvar="PULLQUOTE_SELECTOR",
        help="Let the language model at this OpenAI-compatible address choose the sentences.",
    ),
]
SelectorModelOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--selector-model",
        metavar="NAME",
        envvar="PULLQUOTE_SELECTOR_MODEL",
        help="Which of its models.",
    ),
]
SelectorRemoteOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--selector-remote",
        envvar="PULLQUOTE_SELECTOR_REMOTE",
        help="Let article texts leave this machine for it.",
    ),
]
SelectorTimeoutOption: TypeAlias = Annotated[
    float,
    typer.Option(
        "--selector-timeout",
        metavar="S",
        min=0.1,
        max=3600,
        envvar="PULLQUOTE_SELECTOR_TIMEOUT",
        help="Seconds after which the built-in reader answers without it.",
    ),
]


def endpoint_of(
    url: str | None, model: str | None, seconds: float, *, remote: bool
) -> Endpoint | None:
    """Return the endpoint that the options name; end with wrong usage where it may not be called.

    Its key is in the environment.
    """
    if not url:
        return None
    from qa.reading.selector.client import Deadline, EndpointProblem, look_up

    key = os.environ.get(KEY_VARIABLE)
    try:
        found = parse_endpoint(url, model=model, remote=remote, seconds=seconds, key=key)
        if not remote:
            look_up(found, Deadline(seconds))
    except UsageError as error:
        raise typer.BadParameter(str(error), param_hint="--selector") from error
    except EndpointProblem as problem:
        raise typer.BadParameter(
            f"{found.label} {problem}; --selector-remote allows that they do",
            param_hint="--selector",
        ) from problem
    return found

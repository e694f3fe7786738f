"""The command `serve`. Nothing heavy is imported before it runs."""

from enum import StrEnum
from typing import Annotated

import typer

from qa.cli.options import (
    IndexOption,
    KeepAnswersOption,
    ReaderOption,
    VectorsOption,
    index_folder,
    milvus_of,
)
from qa.cli.selector_options import (
    SelectorModelOption,
    SelectorOption,
    SelectorRemoteOption,
    SelectorTimeoutOption,
    endpoint_of,
)
from qa.cli.sign_in_options import (
    AccessOptions,
    AuthOption,
    ClaimOption,
    ClientOption,
    EditorsOption,
    GroupsClaimOption,
    GroupsHeaderOption,
    GroupsOption,
    HoursOption,
    ReadersOption,
    SecretOption,
)
from qa.kept_answers.limit import MEGABYTES
from qa.reading.selector.endpoint import SECONDS


class LogFormat(StrEnum):
    """How the log is written; `auto` is JSON unless somebody looks at it in a terminal."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"


def serve(
    *,
    host: Annotated[str, typer.Option(metavar="H", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="P", min=0, max=65535, help="Port.")] = 7860,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A site that may embed the widget; repeat it."),
    ] = None,
    allow_anonymous: Annotated[
        bool,
        typer.Option("--allow-anonymous", help="Let anyone who reaches a public address ask."),
    ] = False,
    auth: AuthOption = None,
    editor: EditorsOption = None,
    reader: ReadersOption = None,
    oidc_client: ClientOption = None,
    oidc_secret_file: SecretOption = None,
    oidc_claim: ClaimOption = "email",
    oidc_groups: GroupsClaimOption = None,
    groups: GroupsOption = None,
    groups_header: GroupsHeaderOption = None,
    session_hours: HoursOption = 12,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name under which this server is reached, beside its address; repeat it.",
        ),
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help="The path under which a proxy shows this server, as in /pullquote.",
        ),
    ] = "",
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="A proxy (address or network) that says who sent a request; repeat it.",
        ),
    ] = None,
    questions_a_minute: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Questions that one address may ask in a minute."),
    ] = 1_200,
    questions_at_once: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Questions of one address waiting at a time."),
    ] = 256,
    workers: Annotated[
        int,
        typer.Option(
            metavar="N",
            envvar="PULLQUOTE_WORKERS",
            help="Processes that answer questions; 1 answers in the server itself.",
        ),
    ] = 1,
    longest_answer: Annotated[
        int,
        typer.Option(
            metavar="SECONDS",
            min=1,
            help="With --workers: a process that answers for longer is ended.",
        ),
    ] = 120,
    grace: Annotated[
        int,
        typer.Option(
            metavar="SECONDS", min=0, help="Time for answers in work when the server is stopped."
        ),
    ] = 30,
    log_format: Annotated[
        LogFormat,
        typer.Option(help="JSON lines, or text for people."),
    ] = LogFormat.AUTO,
    log_questions: Annotated[
        bool,
        typer.Option("--log-questions", help="Write questions to the log."),
    ] = False,
    keep_answers: KeepAnswersOption = MEGABYTES,
    keep_conversations: Annotated[
        bool,
        typer.Option(
            "--keep-conversations",
            help="Keep conversations of people who are signed in on this server.",
        ),
    ] = False,
    keep_links: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=1,
            max=3_650,
            help="Keep shared conversations that are too long for a link, for so many days.",
        ),
    ] = None,
    keep_gaps: Annotated[
        bool,
        typer.Option(
            "--keep-gaps",
            help="Keep questions that get no answer, without names or addresses; says so to those "
            "who ask.",
        ),
    ] = False,
    gap_days: Annotated[
        int,
        typer.Option(
            metavar="DAYS",
            min=1,
            max=36_500,
            help="With --keep-gaps: days that a question is kept after it was last asked.",
        ),
    ] = 180,
    allow_urls: Annotated[
        bool,
        typer.Option("--allow-urls", help="Let editors have public web pages fetched."),
    ] = False,
    refresh: Annotated[
        int | None,
        typer.Option(
            metavar="MINUTES",
            min=15,
            help="Fetch what is new from the subscriptions of the index this often.",
        ),
    ] = None,
    reader_model: ReaderOption = None,
    selector: SelectorOption = None,
    selector_model: SelectorModelOption = None,
    selector_remote: SelectorRemoteOption = False,
    selector_timeout: SelectorTimeoutOption = SECONDS,
    vectors: VectorsOption = None,
    index: IndexOption = None,
) -> None:
    """Open the chat, the API and the widget in a browser."""
    import sys

    from qa.cli import terminal

    as_json = log_format is LogFormat.JSON or (
        log_format is LogFormat.AUTO and not sys.stderr.isatty()
    )
    # Absolute from here on: files are read by processes that work in another folder.
    folder = index_folder(index).expanduser().absolute()
    if not as_json:
        terminal.note(f"Loading the server for the index at {folder}")
    from qa.web import logs
    from qa.web.serving import run  # takes a second
    from qa.web.settings import RateLimits, ServerSettings

    settings = ServerSettings(
        index=folder,
        host=host,
        port=port,
        allow_origins=tuple(allow_origin or ()),
        allow_hosts=tuple(allow_host or ()),
        allow_anonymous=allow_anonymous,
        access=AccessOptions(
            auth=auth,
            editors=tuple(editor or ()),
            readers=tuple(reader or ()),
            client=oidc_client,
            secret_file=oidc_secret_file,
            claim=oidc_claim,
            hours=session_hours,
            groups_header=groups_header,
            groups_claim=oidc_groups,
        ).to_access(folder),
        groups=groups.expanduser().absolute() if groups else None,
        trusted_proxies=tuple(trusted_proxy or ()),
        root_path=root_path,
        limits=RateLimits(questions_a_minute=questions_a_minute, asking=questions_at_once),
        workers=workers,
        longest_answer=longest_answer,
        grace=grace,
        log_questions=log_questions,
        keep_answers=keep_answers << 20,
        keep_conversations=keep_conversations,
        keep_links=keep_links,
        keep_gaps=keep_gaps,
        gap_days=gap_days,
        allow_urls=allow_urls,
        refresh=refresh,
        reader_model=reader_model,
        selector=endpoint_of(selector, selector_model, selector_timeout, remote=selector_remote),
        milvus=milvus_of(vectors),
    )
    logs.configure(as_json=as_json, questions=log_questions)
    run(settings, tell=terminal.note)

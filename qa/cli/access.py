"""The commands `users ...` and `keys ...`: who may come to a server that asks for it.

Passwords are read from a prompt or from standard input, never from the command line, where other
users of the machine and the history of the shell would see them.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast

import typer

from index.errors import UsageError
from index.store.files.synced_files import make_folder
from qa.cli.helping.examples import epilog
from qa.cli.options import IndexOption, JsonOption, folder_there, index_folder, print_json
from qa.cli.sign_in_options import PASSWORDS_FILE
from qa.web.visitors import Role

if TYPE_CHECKING:
    from qa.web.access.passwords import PasswordFile
    from qa.web.access.store import AccessStore

users = typer.Typer(
    help="Who may sign in with a password.", no_args_is_help=True, epilog=epilog("users")
)
keys = typer.Typer(
    help="Keys with which programs come.", no_args_is_help=True, epilog=epilog("keys")
)

NameArgument: TypeAlias = Annotated[str, typer.Argument(metavar="NAME")]
RoleOption: TypeAlias = Annotated[
    Role, typer.Option(help="Readers ask and read; editors also add and remove articles.")
]
PasswordsOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--passwords", metavar="FILE", help="The passwords file. Default: passwords in the index."
    ),
]


GroupOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="G", help="A group of the rules for collections; repeat it."),
]
GroupsFileOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--groups",
        metavar="FILE",
        help="The rules that say which groups there are. Default: groups.toml in the index.",
    ),
]


def _groups(named: list[str] | None, file: Path | None, index: Path | None) -> frozenset[str]:
    """Return the groups that were named.

    Raises:
        UsageError: there are no rules, or none for one of them.
    """
    from qa.web.requests.group_rules import FILE, GroupRules

    if not named:
        return frozenset()
    path = file.expanduser() if file else index_folder(index) / FILE
    if not path.exists():
        raise UsageError(
            f"There are no rules for groups at {path}, so that no group means anything. Write "
            'some, as in: newsroom = ["default"]'
        )
    return GroupRules(path).known(frozenset(named))


def _in_groups(groups: Iterable[str]) -> str:
    named = ", ".join(sorted(groups))
    return f"\tin {named}" if named else ""


def _file(passwords: Path | None, index: Path | None, *, makes: bool = False) -> "PasswordFile":
    from qa.web.access.passwords import PasswordFile

    if passwords is not None:
        return PasswordFile(passwords.expanduser())
    if not makes:
        return PasswordFile(folder_there(index) / PASSWORDS_FILE)
    folder = index_folder(index)
    make_folder(folder)
    return PasswordFile(folder / PASSWORDS_FILE)


@contextmanager
def _store(index: Path | None, *, makes: bool = False) -> Iterator["AccessStore"]:
    from qa.web.access.store import AccessStore

    store = AccessStore(index_folder(index) if makes else folder_there(index))
    try:
        yield store
    finally:
        store.close()


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise UsageError("No password came on standard input; write it there as one line.")
    return password


@users.command("add", epilog=epilog("users add"))
def add_user(
    name: NameArgument,
    *,
    role: RoleOption = Role.READER,
    group: GroupOption = None,
    groups_file: GroupsFileOption = None,
    passwords: PasswordsOption = None,
    index: IndexOption = None,
) -> None:
    """Let somebody sign in; asks for the password, or reads it as a line of standard input."""
    from qa.web.access.passwords import check_name

    name = check_name(name)
    groups = _groups(group, groups_file, index)
    user = _file(passwords, index, makes=True).add(name, role, _read_password(), groups)
    typer.echo(f"{user.name} may sign in as {user.role}.", err=True)


@users.command("password", epilog=epilog("users password"))
def change_password(
    name: NameArgument, *, passwords: PasswordsOption = None, index: IndexOption = None
) -> None:
    """Give somebody another password; sessions that began with the old one end."""
    _file(passwords, index).set_password(name, _read_password())
    typer.echo(f"{name} has another password; sessions from before have ended.", err=True)


@users.command("role", epilog=epilog("users role"))
def change_role(
    name: NameArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader or editor")],
    *,
    passwords: PasswordsOption = None,
    index: IndexOption = None,
) -> None:
    """Give somebody another role; it holds from the next request on."""
    _file(passwords, index).set_role(name, role)
    typer.echo(f"{name} is {role} now.", err=True)


@users.command("groups", epilog=epilog("users groups"))
def change_groups(
    name: NameArgument,
    groups: Annotated[
        list[str] | None, typer.Argument(metavar="[GROUP...]", help="None for no group.")
    ] = None,
    *,
    groups_file: GroupsFileOption = None,
    passwords: PasswordsOption = None,
    index: IndexOption = None,
) -> None:
    """Put somebody into these groups and no others; it holds from the next request on."""
    known = _groups(groups, groups_file, index)
    _file(passwords, index).set_groups(name, known)
    named = ", ".join(sorted(known))
    typer.echo(f"{name} is in {named} now." if named else f"{name} is in no group.", err=True)


@users.command("remove", epilog=epilog("users remove"))
def remove_user(
    name: NameArgument, *, passwords: PasswordsOption = None, index: IndexOption = None
) -> None:
    """Take somebody out of the passwords file; their sessions end."""
    from qa.web.access.passwords import canonical

    _file(passwords, index).remove(name)
    with _store(index) as store:
        store.end_sessions_of(canonical(name))
    typer.echo(f"{name} cannot sign in any more; their sessions have ended.", err=True)


@users.command("list", epilog=epilog("users list"))
def list_users(
    *,
    passwords: PasswordsOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who may sign in with a password, and who is signed in by whatever way."""
    with _store(index) as store:
        sessions = store.sessions_by_name()
    known = _file(passwords, index).users()
    names = [*known, *(name for name in sessions if name not in known)]
    rows = [
        {
            "name": name,
            "role": str(known[name].role) if name in known else None,
            "groups": sorted(known[name].groups) if name in known else [],
            "sessions": sessions.get(name, 0),
        }
        for name in names
    ]
    if as_json:
        print_json({"users": rows})
    else:
        for row in rows:
            user = known.get(str(row["name"]))
            groups = _in_groups(user.groups) if user else ""
            typer.echo(f"{row['name']}\t{row['role'] or '-'}\t{row['sessions']} signed in{groups}")


@users.command("sign-out", epilog=epilog("users sign-out"))
def sign_out_user(
    name: NameArgument, *, index: IndexOption = None, as_json: JsonOption = False
) -> None:
    """End all sessions of somebody, also of those whom a provider signed in."""
    from qa.web.access.passwords import canonical

    with _store(index) as store:
        ended = sum(store.end_sessions_of(one) for one in {name, canonical(name)})
    if as_json:
        print_json({"ended": ended})
    else:
        typer.echo(f"Ended {ended} session{'' if ended == 1 else 's'} of {name}.")


@keys.command("add", epilog=epilog("keys add"))
def add_key(
    name: NameArgument,
    *,
    role: RoleOption = Role.READER,
    days: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Days after which the key expires.")
    ] = None,
    group: GroupOption = None,
    groups_file: GroupsFileOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key and print it, this once; only its hash is kept."""
    from qa.web.access.tokens import Keys

    with _store(index, makes=True) as store:
        groups = _groups(group, groups_file, index)
        key = Keys(store).add(name, role, days=days, groups=groups)
    if as_json:
        print_json({"name": name, "role": str(role), "groups": sorted(groups), "key": key})
    else:
        typer.echo(f"The key of {name} ({role}); it is not shown again:", err=True)
        typer.echo(key)


@keys.command("list", epilog=epilog("keys list"))
def list_keys(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the keys there are."""
    with _store(index) as store:
        rows = [
            {
                "name": key.name,
                "role": str(key.role),
                "groups": sorted(key.groups),
                "made": _time(key.made),
                "ends": _time(key.ends),
                "used": _time(key.used),
            }
            for key in store.all_keys()
        ]
    if as_json:
        print_json({"keys": rows})
        return
    for row in rows:
        ends, used = row["ends"] or "never", row["used"] or "never"
        groups = _in_groups(cast("list[str]", row["groups"]))
        typer.echo(f"{row['name']}\t{row['role']}\tends {ends}\tlast used {used}{groups}")


@keys.command("revoke", epilog=epilog("keys revoke"))
def revoke_key(name: NameArgument, *, index: IndexOption = None) -> None:
    """Make a key useless, at once."""
    with _store(index) as store:
        if not store.revoke_key(name):
            raise UsageError(f"There is no key {name!r}; see: pullquote keys list")
    typer.echo(f"The key of {name} opens nothing any more.", err=True)


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()

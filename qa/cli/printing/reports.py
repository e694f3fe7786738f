"""What indexing, refreshing and verifying did, and why something was left out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.terminal import say

if TYPE_CHECKING:
    from index.indexing.report import IndexReport
    from index.readers.sources import Failure, Skip
    from index.subscriptions import Subscribed
    from index.verification import VerifyReport


def show_report(report: "IndexReport", *, err: bool = False) -> None:
    """Print what indexing did, why nothing was added where nothing was, and what failed."""
    say(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.removed} removed; {report.articles} articles, {report.passages} passages "
        f"({report.seconds:.1f} s)",
        err=err,
    )
    if not (report.added or report.updated or report.removed):
        say(_why_nothing(report), err=err)
    for reason, paths in _by_reason(report.skipped):
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        say((f"Skipped: {paths[0]}{more}: {reason}", "yellow"), err=err)
    show_failures(report.failed)


def _why_nothing(report: "IndexReport") -> str:
    if report.unchanged:
        return "Nothing was added: what is there is in the index as it is now."
    if report.failed:
        return "Nothing was added: what is there could not be read (see below)."
    if report.skipped:
        return "Nothing was added: nothing there is read, for the reasons below."
    return "Nothing was added: nothing was found there."


def _by_reason(skipped: Iterable["Skip"]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for skip in skipped:
        found.setdefault(skip.reason, []).append(skip.path)
    return list(found.items())


def show_subscriptions(subscribed: Sequence["Subscribed"]) -> None:
    """Print which addresses are looked at, and what is known of each."""
    if not subscribed:
        say("There are no subscriptions. Make one with: pullquote subscribe URL")
    for one in subscribed:
        known = one.to_json()
        follow = ", with the pages of its items" if one.subscription.follow else ""
        say(f"{one.subscription.url}{follow}")
        checked = f"last looked at {known['checked']}" if one.fetch else "not looked at yet"
        say((checked, "dim"), indent=4)
        if known["problem"]:
            say((f"failed {known['failures']} times: {known['problem']}", "red"), indent=4)


def show_failures(failures: Iterable["Failure"]) -> None:
    """Print to standard error what could not be read, and why."""
    for failure in failures:
        name = Path(failure.path).name
        message = failure.error if name in failure.error else f"{failure.path}: {failure.error}"
        say((message, "red"), err=True)


def show_verification(report: "VerifyReport") -> None:
    """Print what `verify` found."""
    for line in (*report.problems, *report.lost):
        say((line, "red"), err=True)
    for repaired in report.repaired:
        say((f"Repaired: {repaired}", "green"), err=True)
    for remedy in report.remedies:
        say(f"What to do: {remedy}", err=True)
    state = "sound" if report.ok else "damaged"
    say(f"{report.articles} articles, {report.passages} passages: {state}.")

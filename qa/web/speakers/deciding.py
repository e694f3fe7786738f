"""What an editor decides on speakers: checked against who speaks, and stored in the index."""

import datetime

from index.errors import UsageError
from index.opened.reading import ReadableIndex
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.directory import Directory
from qa.speakers.speaker import Speaker
from qa.web.requests.problems import Missing
from qa.web.speakers.list_wish import Opened
from qa.web.speakers.schemas import ApartRequest, SameRequest


def same(opened: Opened, request: SameRequest, editor: str) -> dict[str, object]:
    """Store that two entries are one speaker; return the number and the entry.

    Raises:
        Missing: there is no such speaker.
        UsageError: both are one already.
    """
    stays, goes = _speaker(opened, request.speaker), _speaker(opened, request.other)
    if stays.key == goes.key:
        raise UsageError(f"{stays.name} and {goes.name} are one speaker already.")
    decision = SpeakerDecision(
        sort="same",
        key=stays.key,
        name=stays.name,
        other=goes.key,
        other_name=goes.name,
        editor=editor,
        at=_now(),
        rests_on=tuple(sorted(stays.met_in | goes.met_in)),
    )
    return _stored(opened, decision, stays.key)


def apart(opened: Opened, request: ApartRequest, editor: str) -> dict[str, object]:
    """Store that some of an entry is somebody else; return the number and the entry left.

    Raises:
        Missing: there is no such speaker.
        UsageError: nothing of it would be parted, or nothing left.
    """
    speaker = _speaker(opened, request.speaker)
    spellings, articles = set(request.spellings), set(request.articles)
    if wrong := sorted(spellings - set(speaker.spellings)):
        raise UsageError(f"{speaker.name} is never called {wrong[0][:80]!r} here.")
    if wrong := sorted(articles - speaker.article_ids):
        raise UsageError(f"{speaker.name} does not speak in the article {wrong[0][:80]!r}.")
    if not spellings and not articles:
        raise UsageError("Say which spellings, or which articles, are somebody else's.")
    decision = SpeakerDecision(
        sort="apart",
        key=speaker.key,
        name=speaker.name,
        other_name=request.name,
        spellings=tuple(sorted(spellings)),
        articles=tuple(sorted(articles)),
        editor=editor,
        at=_now(),
        rests_on=tuple(sorted(speaker.met_in)),
    )
    return _stored(opened, decision, speaker.key)


def _stored(opened: Opened, decision: SpeakerDecision, key: str) -> dict[str, object]:
    index, before = _held(opened)
    number = index.speaker_decisions.add(decision)
    after = _held(opened)[1]
    if _keys(before) == _keys(after):  # nothing, or everything, was to be parted
        index.speaker_decisions.remove(number)
        raise UsageError(
            f"That would leave {decision.name} as it is: choose some of the spellings or articles, "
            "not all, and such as go together."
        )
    left = after.find(key) or after.find(decision.name)
    if left is None:
        raise Missing(f"{decision.name} does not speak here any more.")
    return {"number": number, "speaker": left.to_json()}


def _keys(directory: Directory) -> set[str]:
    return {one.key for one in directory.speakers}


def _speaker(opened: Opened, key: str) -> Speaker:
    found = _held(opened)[1].find(key)
    if found is None:
        raise Missing(f"Nobody who speaks here has the key {key[:80]!r}.")
    return found


def _held(opened: Opened) -> tuple[ReadableIndex, Directory]:
    held = opened()
    if held is None:
        raise Missing("Nothing is indexed yet, so nobody speaks here.")
    return held


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

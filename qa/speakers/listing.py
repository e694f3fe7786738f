"""The list of speakers as a document: `pullquote speakers`, `GET /api/speakers`, MCP."""

from collections.abc import Sequence

from qa.speakers.directory import Directory
from qa.speakers.speaker import Speaker


def speakers_document(
    directory: Directory, speakers: Sequence[Speaker] | None = None
) -> dict[str, object]:
    """Return the document of the contract.

    Args:
        directory: what was searched, and what is left out.
        speakers: those listed; all when left out.
    """
    listed = directory.speakers if speakers is None else speakers
    return {
        "speakers": [one.to_json() for one in listed],
        "searched": {"articles": directory.searched},
        "left_out": left_out(directory),
    }


def left_out(directory: Directory) -> dict[str, int]:
    """Return how many statements are under nobody's entry.

    `labels` and `statements` are what rules took for speakers and is none, `nameless` statements
    of nobody known, `doubtful` those in lines that may be anybody's words.
    """
    return {
        "labels": len(directory.unlisted),
        "statements": sum(directory.unlisted.values()),
        "nameless": directory.nameless,
        "doubtful": directory.doubtful,
    }

"""Whose words a quote is, by the statements of its article."""

from collections.abc import Sequence

from index.articles.statement import Statement, StatementKind


def speaker_of(
    statements: Sequence[Statement], start: int, end: int
) -> tuple[str | None, StatementKind | None]:
    """Return who says what stands in [start, end), and how it is given.

    Nobody where no statement lies there, where one is doubtful, or where several people speak: a
    quote is never given to one of them.
    """
    inside = [one for one in statements if one.start < end and start < one.end]
    whole = [one for one in inside if one.start <= start and end <= one.end]
    found = [min(whole, key=lambda one: one.end - one.start)] if whole else inside
    speakers = {one.speaker for one in found}
    if len(speakers) != 1 or None in speakers or any(one.doubtful for one in found):
        return None, None
    kinds = {one.kind for one in found}
    return found[0].speaker, found[0].kind if len(kinds) == 1 else StatementKind.MIXED

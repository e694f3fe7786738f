"""What rules find in articles, found again where the rules are others now."""

import datetime

from index.annotations import Annotations, Teller
from index.indexing.read_marks import ReadMarks
from index.indexing.steps import Steps
from index.indexing.tellings import Tellings
from index.near_copies import sign
from index.search.near_copies import RULES as SIGNATURE_RULES
from index.store.storage import Storage
from index.store.tables.listing import RULES as LIST_RULES


def renew(storage: Storage, annotations: Annotations | None, steps: Steps) -> int:
    """Find again what other rules found in articles, or an interruption lost; say in how many.

    What is found in an article that is indexed now has been stored with it.
    """
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    marks = ReadMarks(storage)
    storage.list_again(storage.listing.unlisted(today, marks.after("list", LIST_RULES)))
    unsigned = storage.near_copies.unread(marks.after("near copies", SIGNATURE_RULES))
    steps.expect(len(unsigned))
    for signed in sign(storage, unsigned):
        steps.done(signed)
    read = {"list": LIST_RULES, "near copies": SIGNATURE_RULES}
    count = 0
    if annotations:
        rules = annotations.rules
        after = marks.after("statements", rules)
        steps.expect(len(annotations.unread(after=after)))
        for _ in annotations.renew(after=after):
            count += 1
            steps.done(1)
        if not count or not annotations.unread(after=after):
            read["statements"] = rules
        if isinstance(annotations.annotator, Teller):
            _tell(storage, annotations.annotator, marks, read, steps)
    marks.move(read)
    return count


def _tell(
    storage: Storage, teller: Teller, marks: ReadMarks, read: dict[str, str], steps: Steps
) -> None:
    """Ask articles who speaks in them that other rules were asked, or none."""
    tellings, rules = Tellings(storage, teller), teller.telling_rules
    after = marks.after("tellings", rules)
    untold = tellings.untold(after)
    steps.expect(len(untold))
    for _ in tellings.asked(untold):
        steps.done(1)
    if not untold or not tellings.untold(after):
        read["tellings"] = rules

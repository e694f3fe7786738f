"""What rules find in articles, found again where the rules are others now."""

import datetime

from index.annotations import Annotations
from index.indexing.read_marks import ReadMarks
from index.indexing.steps import Steps
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
    marks.move(read)
    return count

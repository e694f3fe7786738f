"""The list of speakers follows every change, and is what it would be if it were made anew."""

from collections.abc import Mapping, Sequence

from grouped_anew import grouped
from hypothesis import example, given, settings
from hypothesis import strategies as st
from speakers_anew import Occurrence, assert_same, directory

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from index.store.spoken.tellings import Telling
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.everybody import Directory
from qa.speakers.finder import SpeakerFinder
from qa.speakers.grouping import Groups
from qa.speakers.kept.people import People
from qa.speakers.keys import key_of
from qa.speakers.kinds import speaker_kind
from qa.speakers.told import told_by

LABELS = (
    "Ada Karin Holt", "Ada Holt", "A. Holt", "Holt", "HOLT", "Dr. Holt", "Tom Berg", "Anna Berg",
    "Berg", "berg", "Anna Berg and Tom Berg", "Berg and Holt", "Anne-Marie Fox", "Annemarie Fox",
    "Fox", "KVO", "the KVO", "Kerava Valley Office", "Kerava Valley Observatory", "The ministry",
    "the ministry", "ministry", "the health ministry", "a lawyer", "A lawyer", "The back",
    "treaties", "Park", "Olu Park", "Item", "Nikolay Orlo", "Nikolai Orlo", "Tom", "Ada",
)  # fmt: skip
NAMES = [name for name in LABELS if " and " not in name and speaker_kind(name)]
ROLES = ("harbour master", "Harbour master", "mayor", "")

counts = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=6)


@given(st.lists(counts, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
@example([{"Holt": 9, "Ada Holt": 1}, {"Ada Karin Holt": 1}, {"Ada Holt": 0}])
@example([{"Tom Berg": 1, "Berg": 2, "Park": 1}, {"Olu Park": 1, "Anna Berg": 1}, {"Tom Berg": 0}])
def test_names_are_grouped_as_they_would_be_all_at_once(changes: list[dict[str, int]]) -> None:
    groups, now = Groups(), dict[str, int]()
    for change in changes:
        before = {name: groups.full(name) for name in NAMES}
        now = {name: count for name, count in (now | change).items() if count}
        moved = groups.put(change)
        after = {name: groups.full(name) for name in NAMES}
        assert {name: full for name, full in after.items() if full} == grouped(now)
        assert moved == {
            name: (before[name], after[name]) for name in NAMES if before[name] != after[name]
        }


# What is said in an article: a label, whether it is doubtful, and what the article calls him.
said = st.tuples(st.sampled_from((*LABELS, None)), st.booleans(), st.sampled_from(ROLES))
dates = st.sampled_from((None, "2020", "2020-05-06", "2021-01"))
written = st.tuples(dates, st.lists(said, max_size=5), st.booleans())
Written = tuple[str | None, Sequence[tuple[str | None, bool, str]], bool]


def _article(number: int, one: Written) -> tuple[Article, list[Statement]]:
    """Return an article that writes some names small elsewhere, and who speaks in it."""
    date, lines, is_small = one
    text = ""
    statements = []
    for label, doubtful, role in lines:
        text += f"The {role}, {label}, came. " if role and label else f"{label} came. "
        start = len(text)
        text += "It is late. "
        statements.append(
            Statement(start, start + 10, StatementKind.DIRECT, label, doubtful=doubtful)
        )
    if is_small:
        text += "Many an item, a park and a fox are there, tom says."
    return Article(info=ArticleInfo(id=f"a{number}", date=date), text=text), statements


def _by_hand(
    there: Mapping[int, tuple[Article, list[Statement]]], decisions: Sequence[SpeakerDecision]
) -> Directory:
    found, told = [], {}
    for _, (article, statements) in sorted(there.items()):
        told[article.id] = told_by(article, statements)
        for label in sorted({one.speaker for one in statements}, key=_nobody_first):
            mine = [one.doubtful for one in statements if one.speaker == label]
            found.append(Occurrence(article.id, label, mine.count(False), mine.count(True)))
    dates = {article.id: article.info.date for article, _ in there.values()}
    return directory(found, dates, told, decisions)


def _nobody_first(label: str | None) -> tuple[bool, str]:
    return label is not None, label or ""


decision = st.builds(
    SpeakerDecision,
    sort=st.sampled_from(("same", "apart")),
    key=st.sampled_from([key_of(name) for name in NAMES] + [key_of("Another One", "1")]),
    name=st.just(""),
    other=st.sampled_from([key_of(name) for name in NAMES]),
    other_name=st.sampled_from(("", "Another One")),
    spellings=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
    articles=st.lists(st.sampled_from(("a0", "a1", "a2")), max_size=2, unique=True).map(tuple),
    editor=st.just("ada"),
    at=st.just("2026-01-01"),
)
change = st.one_of(
    st.tuples(st.just("article"), st.integers(0, 6), st.none() | written),
    st.tuples(st.just("decide"), st.just(0), decision),
    st.tuples(st.just("take back"), st.integers(0, 3), st.none()),
)


@given(st.lists(st.lists(change, min_size=1, max_size=4), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_after_any_changes_the_list_is_as_made_anew(steps: list[list[tuple]]) -> None:  # type: ignore[type-arg]
    people, finder = People(), SpeakerFinder()
    there: dict[int, tuple[Article, list[Statement]]] = {}
    decisions: list[SpeakerDecision] = []
    rows, last = {}, 0
    for step in steps:
        touched = set()
        for sort, number, what in step:
            if sort == "article":
                touched.add(before := rows.pop(number, 0))
                there.pop(before, None)
                if what is not None:  # one that has changed has another row
                    last += 1
                    rows[number] = last
                    touched.add(last)
                    there[last] = _article(number, what)
            elif sort == "decide":
                numbered = {"number": max((one.number for one in decisions), default=0) + 1}
                decisions.append(SpeakerDecision(**{**_values(what), **numbered}))
            elif number < len(decisions):
                del decisions[number]
        tellings = [
            Telling(row, article.id, article.info.date, finder.tell(article, statements))
            for row, (article, statements) in there.items()
            if row in touched
        ]
        kept = people.change(touched, tellings, tuple(decisions))
        assert_same(kept, _by_hand(there, decisions))


def _values(one: SpeakerDecision) -> dict[str, object]:
    return {name: getattr(one, name) for name in SpeakerDecision.__dataclass_fields__}

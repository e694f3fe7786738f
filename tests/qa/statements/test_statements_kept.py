"""Statements kept in memory, and listed by who, what, where and when."""

import threading
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement
from index.collection import Index
from index.errors import UnknownArticle
from index.keeping.store import KEPT
from qa.statements import stored
from qa.statements.finding import find_statements
from qa.statements.listing import (
    Listing,
    Row,
    Wish,
    list_in_files,
    list_in_index,
    list_statements,
)
from qa.statements.stored import KnownStatements, StatementFinder

TEXT = "Rita Moss said that sanctions hurt the mill. “It will freeze,” Tom Ash warned. He left."


def article(name: str, text: str = TEXT, **info: str | None) -> Article:
    return Article(info=ArticleInfo(id=name, **info), text=text)


class Asked(StatementFinder):
    """Finds statements, and remembers of which articles."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def annotate(self, article: Article) -> list[Statement]:
        self.names.append(article.id)
        return super().annotate(article)


def texts(rows: list[Row]) -> list[object]:
    return [row["text"] for row in rows]


HURT, FREEZE = "that sanctions hurt the mill", "“It will freeze,”"


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("sanction", [HURT]),
        ("SANCTIONS hurt", [HURT]),
        ("hurt sanctions", [HURT]),
        ("anction", []),
        ("sanctions freeze", []),
        ("moss", [HURT]),
        ("warned", [FREEZE]),
        ("said", [HURT]),
        ("left", []),
        ("…", [HURT, FREEZE]),
    ],
)
def test_every_word_begins_a_word_of_the_statement_its_speaker_or_its_cue(
    about: str, found: list[str]
) -> None:
    assert texts(list_statements([article("one")], about=about)) == found


def test_a_listing_may_be_of_one_article_and_one_speaker() -> None:
    both = [article("one"), article("two", date="2020-05")]
    rows = list_statements(both, article="two", speaker="Ash")
    assert [(row["article"], row["text"], row["date"]) for row in rows] == [
        ("two", FREEZE, "2020-05")
    ]
    assert list_statements(both, article="three") == []
    assert [row["article"] for row in list_statements(both)] == ["one", "one", "two", "two"]


def test_who_has_no_name_is_nobodys_but_listed_without_a_wish() -> None:
    rows = list_statements([article("one", "He said that it hurt.")])
    assert [row["speaker"] for row in rows] == [None]
    assert list_statements([article("one", "He said that it hurt.")], speaker="Rita Moss") == []


def test_files_are_listed_oldest_first_and_what_fails_is_told(tmp_path: Path) -> None:
    pages = {
        "a.md": f"---\ndate: 2021-03-02\n---\n{TEXT}\n",
        "b.md": f"---\ndate: 2020-05-01\n---\n{TEXT.replace('Tom Ash', 'Ann Lee')}\n",
        "c.md": f"---\ndate: 2022-05-01\n---\n{TEXT.replace('Tom Ash', 'Kim Orr')}\n",
    }
    for name, page in pages.items():
        (tmp_path / name).write_text(page, "utf-8")
    absent = str(tmp_path / "absent.txt")
    listing = list_in_files([str(tmp_path), absent], Wish(about="freeze", before="2021"))
    assert [row["speaker"] for row in listing.rows] == ["Ann Lee", "Tom Ash"]
    assert [row["date"] for row in listing.rows] == ["2020-05-01", "2021-03-02"]
    assert len(listing.infos) == 2
    assert [one.path for one in listing.failures] == [absent]
    assert listing.to_json()["searched"] == {
        "articles": 2, "speakers": ["Ann Lee", "Rita Moss", "Tom Ash"],
    }  # fmt: skip


def test_a_wish_is_of_all_articles_or_one() -> None:
    assert not Wish().filters.articles
    wish = Wish(article="one", after="2020", before="2021")
    assert wish.filters.articles == {"one"}
    assert (wish.filters.after, wish.filters.before) == ("2020", "2021")


def test_an_empty_listing_is_a_document() -> None:
    listing = Listing(rows=(), infos={}, speakers=(), failures=())
    assert listing.to_json() == {"statements": [], "searched": {"articles": 0, "speakers": []}}


def test_an_unknown_article_is_refused(sample_index: Index) -> None:
    with pytest.raises(UnknownArticle):
        list_in_index(sample_index, Wish(article="absent"))


def test_what_is_known_comes_in_the_order_asked_for(sample_index: Index) -> None:
    known = KnownStatements(sample_index.annotations(StatementFinder()))
    one, two = article("x-one"), article("x-two", "Ann Lee said that it froze.")
    assert [a.id for a, _ in known.of([two, one])] == ["x-two", "x-one", "x-one"]
    assert [a.id for a, _ in known.of([one, two, one])] == [*["x-one"] * 2, "x-two", *["x-one"] * 2]
    assert [s for _, s in known.of([one])] == find_statements(one.text)


def test_they_are_kept_where_there_is_room(
    sample_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    KEPT.clear()
    finder = Asked()
    known = KnownStatements(sample_index.annotations(finder))
    articles = [article(f"x-{name}", f"{TEXT}\n\n{name}") for name in ("one", "two")]
    found = known.of(articles)
    assert known.of(articles) == found
    assert finder.names == ["x-one", "x-two"]
    monkeypatch.setattr(KEPT, "limit", 0)
    KEPT.clear()
    assert known.of(articles) == known.of(articles) == found
    assert finder.names == ["x-one", "x-two"] * 3


def test_threads_share_what_is_known(sample_index: Index) -> None:
    known = KnownStatements(sample_index.annotations(StatementFinder()))
    articles = [article(f"y-{number}") for number in range(6)]
    seen: list[int] = []
    threads = [
        threading.Thread(target=lambda: seen.append(len(known.of(articles)))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [12] * 4


def test_the_fingerprint_is_the_same_each_time_and_of_every_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert StatementFinder().fingerprint == StatementFinder().fingerprint
    package = tmp_path / "rules_in_folders"
    (package / "deep" / "er").mkdir(parents=True)
    for folder in (package, package / "deep", package / "deep" / "er"):
        (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(stored, "RULES", ("rules_in_folders.deep",))

    def fingerprint() -> str:
        stored.sources_digest.cache_clear()
        return StatementFinder().fingerprint

    seen = [fingerprint()]
    (package / "deep" / "notes.txt").write_text("no source")
    (package / "beside.py").write_text("")
    assert fingerprint() == seen[0]
    for path, source in (("deep/a.py", ""), ("deep/a.py", "x = 1"), ("deep/er/b.py", "x = 1")):
        (package / path).write_text(source)
        seen.append(fingerprint())
    (package / "deep" / "a.py").rename(package / "deep" / "c.py")
    seen.append(fingerprint())
    assert len(set(seen)) == len(seen)
    assert all(len(one) == 64 for one in seen)
    monkeypatch.undo()
    stored.sources_digest.cache_clear()

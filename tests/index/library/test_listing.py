"""The list of an index: searched, filtered, sorted, counted and paged, over a real index."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.details.corrections import Change
from index.articles.origins import Origin
from index.collection import Index
from index.errors import IndexProblem
from index.library.listing import Library, Wish
from index.models.embedder import Embedder
from index.store.storage import Storage
from index.store.tables.listing import ORDERS

QUAY = ArticleInfo(
    id="quay", title="The quay closes", author="Ada Löfgren", date="2024-05-06",
    publication="The Quay", url="https://quay.example/1", lang="en",
)  # fmt: skip
FERRY = replace(QUAY, id="ferry", title="“Ferries” sail", date="2023-01-02", url=None)
DEPOT = ArticleInfo(id="depot-1", title="Östliches Depot", publication="Die Werft", lang="de")
TEXTS = {
    "quay": "The cranes of Port Merrow were looked at. Nobody sails.",
    "ferry": "The ferries went out again on Monday, 100% of them.",
    "depot-1": "Das Depot wurde verkauft. Die Kräne stehen still.",
}


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, word_counts: Callable[..., Embedder]
) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("list") / "index"
    with Index.open(folder, create=True, embedder=word_counts()) as index:
        index.add_articles(
            Article(
                info=info,
                text=TEXTS[info.id],
                origins=(Origin("author", "byline", 0.3),) if info is FERRY else (),
            )
            for info in (QUAY, FERRY, DEPOT)
        )
        yield index


@pytest.fixture
def library(index: Index) -> Library:
    return index.library


def ids(library: Library, order: str = "title", **wish: object) -> list[str]:
    found = library.page(Wish(**wish), order)  # type: ignore[arg-type]
    assert found.total == len(found.articles)
    return [one.info.id for one in found.articles]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("look", ["ferry", "depot-1", "quay"]),
        ("newest", ["quay", "ferry", "depot-1"]),
        ("oldest", ["ferry", "quay", "depot-1"]),
        ("title", ["ferry", "depot-1", "quay"]),  # without quotation marks and accents
        ("author", ["quay", "ferry", "depot-1"]),
        ("publication", ["depot-1", "quay", "ferry"]),
        ("added", ["depot-1", "ferry", "quay"]),
    ],
)
def test_it_is_sorted(library: Library, order: str, expected: list[str]) -> None:
    assert set(ORDERS) >= {order}
    assert ids(library, order) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", {"quay", "ferry", "depot-1"}),
        ("lofgren quay", {"quay", "ferry"}),  # in details, without accents, in parts
        ("cranes", {"quay"}),  # in the text alone
        ("crane", {"quay"}),  # another form
        ("crane ", {"quay"}),
        ("monda", {"ferry"}),  # a beginning, while it is typed
        ("monda ", set()),
        ("kräne", {"depot-1"}),
        ("ostliches verkauft", {"depot-1"}),  # one in the details, one in the text
        ("cranes verkauft", set()),
        ("%", set()),
        ("_", set()),
        ("100%", {"ferry"}),
        ("quay.example/1", {"quay"}),
        ("depot-1", {"depot-1"}),  # an identifier, whole
        ("depot-", {"depot-1"}),
        ("ot-1", set()),
        ("'; DROP TABLE articles; --", set()),
        ("\ud800", set()),
        ("\x00", {"quay", "ferry", "depot-1"}),  # nothing, once it is normalised
    ],
)
def test_it_is_searched_in_details_and_text(
    library: Library, search: str, expected: set[str]
) -> None:
    assert set(ids(library, search=search)) == expected


def test_an_excerpt_shows_what_the_details_do_not(library: Library) -> None:
    (found,) = library.page(Wish(search="crane")).articles
    assert found.excerpt is not None
    assert found.excerpt.word == "cranes"
    assert found.excerpt.before + "cranes" + found.excerpt.after == TEXTS["quay"]
    assert library.page(Wish(search="Löfgren")).articles[0].excerpt is None


def test_it_is_filtered_by_values_and_by_what_is_missing_or_doubtful(library: Library) -> None:
    assert ids(library, chosen=(("author", ("",)),)) == ["depot-1"]
    assert ids(library, chosen=(("lang", ("de", "en")), ("year", ("2024",)))) == ["quay"]
    assert ids(library, gaps=("missing:author",)) == ["depot-1"]
    assert ids(library, gaps=("doubtful:author", "missing:date")) == ["ferry", "depot-1"]
    assert ids(library, gaps=("look",)) == ["ferry", "depot-1"]
    found = {one.info.id: one for one in library.page(Wish()).articles}
    assert found["depot-1"].missing == ("author", "date", "url")
    assert found["ferry"].doubtful == ("author",)
    assert found["quay"].missing == found["quay"].doubtful == ()


def test_pages_follow_each_other_and_end(library: Library) -> None:
    pages = [library.page(Wish(), "title", 2, at) for at in (0, 2, 4)]
    assert [[one.info.id for one in page.articles] for page in pages] == [
        ["ferry", "depot-1"], ["quay"], [],
    ]  # fmt: skip
    assert {(page.total, page.everything) for page in pages} == {(3, 3)}
    narrow = library.page(Wish(search="lofgren"), limit=1)
    assert (narrow.total, narrow.everything) == (2, 3)


def test_choosing_a_value_moves_none_and_changes_no_count_of_its_own(library: Library) -> None:
    before = library.counts(Wish()).facets
    assert dict(before["lang"]) == {"en": 2, "de": 1}
    assert dict(before["year"]) == {"2024": 1, "2023": 1, "": 1}
    after = library.counts(Wish(chosen=(("lang", ("de",)),))).facets
    assert after["lang"] == before["lang"]
    assert [value for value, _ in after["author"]] == [value for value, _ in before["author"]]
    assert dict(after["author"]) == {"Ada Löfgren": 0, "": 1}
    counts = library.counts(Wish(chosen=(("author", ("Nobody",)),)))
    assert counts.facets["author"][-1] == ("Nobody", 0)
    assert counts.gaps["missing:author"] == 0


def test_gaps_are_counted(library: Library) -> None:
    gaps = library.counts(Wish(gaps=("look",))).gaps
    assert gaps["look"] == 2
    assert gaps["missing:date"] == 1
    assert gaps["doubtful:author"] == 1
    assert gaps["missing:title"] == gaps["doubtful:text"] == 0


def test_values_are_looked_up_by_how_a_word_of_them_begins(library: Library) -> None:
    assert library.values("author", "lof", Wish()) == [("Ada Löfgren", 2)]
    assert library.values("author", "ofg", Wish()) == []
    assert library.values("publication", "%", Wish()) == []
    assert library.values("publication", "we", Wish(search="ada")) == []


def test_identifiers_come_in_slices(library: Library) -> None:
    first = library.identifiers(Wish(), 0, 2)
    rest = library.identifiers(Wish(), first[-1][0], 2)
    assert {one for _, one in first + rest} == {"quay", "ferry", "depot-1"}
    assert library.identifiers(Wish(), rest[-1][0], 2) == []


def test_what_is_alike_is_found_by_address_else_by_title(library: Library) -> None:
    assert library.alike(ArticleInfo(id="", url=QUAY.url, title="Other")) == QUAY
    assert library.alike(ArticleInfo(id="", title="ÖSTLICHES depot")) == DEPOT
    assert library.alike(ArticleInfo(id="")) is None


def test_a_correction_shows_at_once(tmp_path: Path, word_counts: Callable[..., Embedder]) -> None:
    with Index.open(tmp_path / "one", create=True, embedder=word_counts()) as index:
        index.add_articles([Article(info=DEPOT, text=TEXTS["depot-1"])])
        assert index.library.counts(Wish()).gaps["missing:author"] == 1
        index.details.correct([Change(article="depot-1", values={"author": "Ute Kran"})], "me")
        assert index.library.counts(Wish()).gaps["missing:author"] == 0
        assert ids(index.library, search="ute kran") == ["depot-1"]
        index.remove(["depot-1"])
        assert index.library.page(Wish()).everything == 0
        assert index.library.page(Wish(search="verkauft")).total == 0


def test_an_empty_index_lists_nothing(tmp_path: Path) -> None:
    with Index.open(tmp_path / "none", create=True) as index:
        page = index.library.page(Wish(search="anything"))
        assert (page.articles, page.total, page.everything) == ((), 0, 0)
        assert index.library.counts(Wish()).gaps["look"] == 0


def test_what_was_indexed_before_there_were_lists_is_listed(
    tmp_path: Path, word_counts: Callable[..., Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "old"
    with Index.open(folder, create=True, embedder=word_counts()) as index:
        index.add_articles([Article(info=QUAY, text=TEXTS["quay"])])
        with index._storage.writing():
            index._storage.database.run("DELETE FROM article_list")
    monkeypatch.setattr("index.store.storage.is_read_only", lambda _folder: True)
    with (
        Index.open(folder, embedder=word_counts()) as index,
        pytest.raises(IndexProblem, match="earlier version"),
    ):
        index.library.page(Wish())
    monkeypatch.undo()
    with Index.open(folder, embedder=word_counts()) as index:
        assert ids(index.library, search="cranes") == ["quay"]
        with index._storage.writing():
            index._storage.database.run("DELETE FROM article_list")
        index.add_articles([Article(info=FERRY, text=TEXTS["ferry"])])  # lists the others, too
    monkeypatch.setattr("index.store.storage.is_read_only", lambda _folder: True)
    with Index.open(folder, embedder=word_counts()) as index:
        assert set(ids(index.library)) == {"quay", "ferry"}


def test_a_day_in_the_future_is_doubtful_until_it_has_come(
    tmp_path: Path, word_counts: Callable[..., Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=9)
    with Index.open(tmp_path / "soon", create=True, embedder=word_counts()) as index:
        info = replace(QUAY, date=soon.isoformat())
        index.add_articles([Article(info=info, text=TEXTS["quay"])])
        assert ids(index.library, gaps=("doubtful:date",)) == ["quay"]

        class Later(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> "Later":
                return cls.combine(soon, datetime.time(), tz)  # type: ignore[return-value]

        monkeypatch.setattr(datetime, "datetime", Later)
        assert ids(index.library, gaps=("doubtful:date",)) == []


@pytest.mark.parametrize("order", sorted(ORDERS))
def test_pages_are_found_in_an_index_and_not_sorted(tmp_path: Path, order: str) -> None:
    storage = Storage(tmp_path)
    sql = f"SELECT article FROM article_list ORDER BY {ORDERS[order]} LIMIT 5"
    plan = storage.database.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    assert [line for *_, line in plan if "TEMP B-TREE" in line] == []
    storage.close()

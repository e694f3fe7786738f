"""Index against a dictionary, and what users meet at its edges."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.errors import IndexLocked, IndexMismatch, IndexProblem, UnknownArticle
from index.models.embedder import Embedder
from index.verification import partition_problems

Make = Callable[..., Article]
Embedders = Callable[..., Embedder]


def _write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000 + len(text)))  # long ago: it has settled
    return folder


def test_add_then_search_gives_the_exact_words(small_index: Index, make_article: Make) -> None:
    text = "The harbour 🚢 froze in March. Nobody sailed.\n\nThe ferry came back in May."
    small_index.add_articles([make_article(text, "Harbour"), make_article("Bread rose.", "Prices")])
    (first, *_) = small_index.search("when did the harbour freeze", 5)
    assert first.rank == 1
    assert first.article.info.title == "Harbour"
    assert first.text == first.article.text[first.passage.start : first.passage.end]
    assert first.text in text


def test_hits_are_ranked_and_scores_never_rise(small_index: Index, make_article: Make) -> None:
    small_index.add_articles(
        [make_article(f"Report {n} on ice and ferries.", f"T{n}") for n in range(30)]
    )
    hits = small_index.search("ice report 7", 30)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_equal_scores_are_ordered_by_date_then_identifier(
    small_index: Index, make_article: Make
) -> None:
    dates = {"c": "2020-01-02", "a": "2020-01-03", "b": "2020-01-03"}
    for name, date in dates.items():  # one by one: several segments
        small_index.add_articles([make_article("Equal words here.", "Same", id=name, date=date)])
    small_index.add_articles([make_article("Others entirely about fish.", "Fish")])
    (hit, *_) = small_index.search("equal words", 10)
    assert hit.article.id == "c"
    assert hit.also_in == ("a", "b")


def test_the_earliest_of_many_equal_passages_is_shown(
    small_index: Index, make_article: Make
) -> None:
    """More of them than are looked at: the cut must not decide which ones."""
    small_index.add_articles(
        make_article("Equal words here.", "Same", id=f"n{n}", date=f"2020-03-{90 - n:02}")
        for n in range(60, 90)
    )
    small_index.add_articles([make_article("Others entirely about fish.", "Fish")])
    (hit,) = small_index.search("equal words", 1)
    assert hit.article.id == "n89"


def test_unchanged_files_are_neither_read_nor_embedded_again(
    tmp_path: Path, word_counts: Embedders
) -> None:
    folder = _write(tmp_path / "articles", one="First text.", two="Second text.")
    embedder = word_counts()
    with Index.open(tmp_path / "index", create=True, embedder=embedder) as index:
        assert index.add([str(folder)]).added == 2
        embedded = embedder.embedded  # type: ignore[attr-defined]
        again = index.add([str(folder)])
        assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
        _write(folder, two="Second text, changed.")
        third = index.add([str(folder)])
        assert (third.added, third.updated, third.unchanged) == (0, 1, 1)
        assert embedder.embedded == embedded + 1  # type: ignore[attr-defined]
        assert index.article_count == 2


def test_touched_file_with_the_same_text_is_unchanged(
    tmp_path: Path, word_counts: Embedders
) -> None:
    folder = _write(tmp_path / "articles", one="First text.")
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add([str(folder)])
        os.utime(folder / "one.txt", (1_100_000_000, 1_100_000_000))
        assert index.add([str(folder)]).unchanged == 1


def test_prune_removes_only_articles_whose_file_is_gone(
    tmp_path: Path, word_counts: Embedders
) -> None:
    inside = _write(tmp_path / "inside", one="First text.", two="Second text.")
    outside = _write(tmp_path / "outside", three="Third text.")
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add([str(inside), str(outside)])
        (inside / "one.txt").unlink()
        (outside / "three.txt").unlink()
        assert index.add([str(inside)]).removed == 0
        report = index.add([str(inside)], prune=True)
        assert (report.removed, report.articles) == (1, 2)
        assert {Path(info.path or "").name for info in index.articles()} == {"two.txt", "three.txt"}


def test_prune_removes_rows_that_left_their_table(tmp_path: Path, word_counts: Embedders) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_text('{"id": "a", "text": "Alpha."}\n{"id": "b", "text": "Beta."}\n')
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        assert index.add([str(table)]).added == 2
        table.write_text('{"id": "a", "text": "Alpha."}\n')
        assert index.add([str(table)], prune=True).removed == 1
        assert index.article_count == 1


def test_prune_keeps_rows_of_a_table_it_cannot_read_whole(
    tmp_path: Path, word_counts: Embedders
) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_text('{"id": "a", "text": "Alpha."}\n{"id": "b", "text": "Beta."}\n')
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add([str(table)])
        table.write_text('{"id": "a", "text": "Alpha."}\n{"id": "b", "tex\n')
        report = index.add([str(table)], prune=True)
        assert len(report.failed) == 1
        assert (report.removed, report.articles) == (0, 2)


def test_bad_file_does_not_stop_the_others(tmp_path: Path, word_counts: Embedders) -> None:
    folder = _write(tmp_path / "articles", empty="", good="A good text.")
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        report = index.add([str(folder), str(tmp_path / "absent.txt")])
        assert report.added == 1
        assert sorted(Path(one.path).name for one in report.failed) == ["absent.txt", "empty.txt"]
        assert set(report.to_json()) == {
            "added", "updated", "unchanged", "removed", "skipped", "failed", "articles",
            "passages", "seconds",
        }  # fmt: skip


def test_same_identifier_twice_in_one_run_keeps_the_first(
    small_index: Index, make_article: Make
) -> None:
    report = small_index.add_articles(
        [make_article("First.", "One", id="same"), make_article("Second.", "Two", id="same")]
    )
    assert (report.added, len(report.failed)) == (1, 1)
    assert small_index.article("same").text == "First."


def test_removing_an_unknown_article_removes_nothing(
    small_index: Index, make_article: Make
) -> None:
    article = make_article("Words.", "Known")
    small_index.add_articles([article])
    with pytest.raises(UnknownArticle, match="nowhere"):
        small_index.remove([article.id, "nowhere"])
    assert small_index.article_count == 1
    assert small_index.remove([article.id, article.id]) == 1
    assert small_index.search("words") == []


def test_removed_file_is_indexed_again_when_asked(tmp_path: Path, word_counts: Embedders) -> None:
    folder = _write(tmp_path / "articles", one="First text.")
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add([str(folder)])
        index.remove(index.article_ids())
        assert index.add([str(folder)]).added == 1


def test_no_index_says_what_to_do(tmp_path: Path) -> None:
    assert not Index.exists(tmp_path)
    with pytest.raises(IndexProblem, match="pullquote index PATH"):
        Index.open(tmp_path)


def test_empty_index_and_empty_query_find_nothing(small_index: Index, make_article: Make) -> None:
    assert small_index.search("anything") == []
    small_index.add_articles([make_article("Words.")])
    assert small_index.search("  \n ") == []
    assert small_index.search("words", 0) == []
    assert small_index.search_many(["", "words"])[0] == []


ODD_QUERIES = ['AND (":', "title:(", "a OR", "*", '"', "\\", "+-!{}[]^~?:/"]
LONG_QUERIES = ["x" * 100_000, "no " * 33_000]


@pytest.mark.parametrize("query", ODD_QUERIES + LONG_QUERIES)
def test_no_text_is_a_syntax_error(small_index: Index, make_article: Make, query: str) -> None:
    small_index.add_articles([make_article("Words and a title: no more.")])
    assert len(small_index.search(query)) == 1


@pytest.mark.parametrize(
    ("query", "title"), [("人民银行", "Bank"), ("รัฐบาล", "Rule"), ("ベルリン", "City")]
)
def test_scripts_without_spaces_are_found(
    small_index: Index, make_article: Make, query: str, title: str
) -> None:
    small_index.add_articles(
        [
            make_article("昨天中国人民银行宣布了新的政策。", "Bank"),
            make_article("เมื่อวานรัฐบาลประกาศนโยบายใหม่", "Rule"),
            make_article("昨日ベルリンで会議が開かれた。", "City"),
        ]
    )
    found = [hit.article.info.title for hit in small_index.search(query) if hit.lexical]
    assert found == [title]


def test_another_model_is_refused_by_name_and_by_weights(
    tmp_path: Path, word_counts: Embedders, make_article: Make
) -> None:
    with Index.open(tmp_path, create=True, embedder=word_counts()) as index:
        index.add_articles([make_article("Words.")])
    with pytest.raises(IndexMismatch, match=r"word-counts, not with other.*--embedding-model"):
        Index.open(tmp_path, embedding_model="other")
    other = word_counts("word-counts", "2" * 64)
    with Index.open(tmp_path, embedder=other) as index:
        with pytest.raises(IndexMismatch, match="other weights"):
            index.search("words")
        with pytest.raises(IndexMismatch, match="other weights"):
            index.add_articles([make_article("More words.", "More")])
        assert index.article_count == 1


def test_newer_schema_is_refused(small_index: Index) -> None:
    small_index._storage.database.connection.execute(
        "INSERT INTO migrations VALUES (999, 'of_the_future', 'then')"
    )
    with pytest.raises(IndexMismatch, match="newer Pullquote"):
        Index.open(small_index.folder)


def test_foreign_file_in_place_of_the_truth_is_named(tmp_path: Path) -> None:
    (tmp_path / "articles.sqlite").write_bytes(b"not a database, " * 100)
    with pytest.raises(IndexProblem, match=r"articles\.sqlite is damaged"):
        Index.open(tmp_path)


def test_filters_hold_inside_both_searches(small_index: Index, make_article: Make) -> None:
    small_index.add_articles(
        make_article(
            f"The treaty was signed, says report {n}.",
            f"R{n}",
            author="Lada Korotun" if n == 150 else "Somebody Else",
            date=f"20{n % 20:02}-04" if n % 2 else "1999-12-31",
            publication="Voice of Russia" if n > 150 else "The Post",
        )
        for n in range(200)
    )
    only = small_index.search("treaty signed", 10, Filters(author="korotun LADA"))
    assert [hit.article.info.title for hit in only] == ["R150"]
    assert len(small_index.search("treaty", 100, Filters(source="voice of"))) == 49
    dated = small_index.search("treaty", 100, Filters(after="2013-04-18", before="2015"))
    assert {hit.article.info.date for hit in dated} == {"2013-04", "2015-04"}
    assert small_index.search("treaty", 10, Filters(author="Nobody")) == []
    chosen = frozenset(small_index.article_ids()[:3])
    found = small_index.search("treaty", 10, Filters(articles=chosen))
    assert {hit.article.id for hit in found} == chosen


def test_filters_follow_the_articles(small_index: Index, make_article: Make) -> None:
    only = Filters(author="Ann")
    small_index.add_articles([make_article("Words of one.", "One", author="Ann")])
    assert len(small_index.search("words", 10, only)) == 1
    small_index.add_articles([make_article("Words of two, other ones.", "Two", author="Ann")])
    assert len(small_index.search("words", 10, only)) == 2


def test_settings_survive(tmp_path: Path, word_counts: Embedders) -> None:
    with Index.open(tmp_path, create=True, embedder=word_counts()) as index:
        index.set_setting("calibration", {"slope": 1.5})
    with Index.open(tmp_path) as index:
        assert index.setting("calibration") == {"slope": 1.5}
        assert index.setting("unknown") is None


def test_a_writer_waits_for_who_writes_for_a_moment(small_index: Index, make_article: Make) -> None:
    """Readers do, when they find that derived files have to be repaired."""
    held, let_go = threading.Event(), threading.Event()

    def repair() -> None:
        with small_index._generations.writer():
            held.set()
            let_go.wait(60)

    reader = threading.Thread(target=repair)
    reader.start()
    assert held.wait(60)
    threading.Timer(0.3, let_go.set).start()
    with Index.open(small_index.folder, embedder=small_index.embedder) as other:
        assert other.add_articles([make_article("Words.")]).added == 1
    reader.join()


def test_second_writer_is_told_who_writes(small_index: Index, make_article: Make) -> None:
    with small_index._generations.writer(), Index.open(small_index.folder) as other:
        with pytest.raises(IndexLocked, match=f"process {os.getpid()}"):
            other.add_articles([make_article("Words.")])
        assert other.search("words") == []
    assert small_index.add_articles([make_article("Words.")]).added == 1


def test_running_reader_sees_what_another_index_object_wrote(
    small_index: Index, word_counts: Embedders, make_article: Make
) -> None:
    small_index.add_articles([make_article("Words of old.", "Old")])
    with Index.open(small_index.folder, embedder=word_counts()) as reader:
        assert len(reader.search("words")) == 1
        small_index.add_articles([make_article("Words of another kind.", "New")])
        assert len(reader.search("words")) == 2
        small_index.remove([hit.article.id for hit in reader.search("another kind", 1)])
        assert [hit.article.info.title for hit in reader.search("words")] == ["Old"]


def test_reader_never_sees_half_a_generation(
    small_index: Index, word_counts: Embedders, make_article: Make
) -> None:
    # Every update replaces both articles in one batch: a search must see the same number in both.
    def write(number: int) -> None:
        small_index.add_articles(
            make_article(f"Turtle {name} says number{number}.", name) for name in ("left", "right")
        )

    write(0)
    stop = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        with Index.open(small_index.folder, embedder=word_counts()) as reader:
            while not stop.is_set():
                found = {hit.article.info.title: hit.text for hit in reader.search("turtle", 5)}
                numbers = {text.rsplit("number", 1)[1] for text in found.values()}
                if len(found) != 2 or len(numbers) != 1:
                    wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 25):
        write(number)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert small_index.verify().ok


SENTENCES = [
    "The ice froze.",
    "A ferry sank!",
    "Prices rose by 3.5 %.",
    "人民银行。",
    "🚢 «Ja»\n\n",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=40).map(" ".join)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.dictionaries(NAMES, TEXTS, min_size=1, max_size=4)),
        st.tuples(st.just("remove"), st.dictionaries(NAMES, st.just(""), min_size=1, max_size=2)),
        st.tuples(st.just("reopen"), st.just({})),
    ),
    max_size=6,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_index_does_what_a_dictionary_does(
    steps: list[tuple[str, dict[str, str]]], word_counts: Embedders
) -> None:
    model: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(folder, create=True, embedder=word_counts())
        for action, content in steps:
            if action == "put":
                index.add_articles(
                    Article(info=ArticleInfo(id=name), text=text) for name, text in content.items()
                )
                model |= content
            elif action == "remove":
                known = [name for name in content if name in model]
                assert index.remove(known) == len(known)
                model = {name: text for name, text in model.items() if name not in known}
            else:
                index.close()
                index = Index.open(folder, embedder=word_counts())
            assert {name: index.article(name).text for name in index.article_ids()} == model
            found = index.search("ice ferry prices 人民银行 ja", 1000)
            assert {hit.article.id for hit in found} | {
                name for hit in found for name in hit.also_in
            } == set(model)
            for name in model:
                assert not list(partition_problems(index.article(name), index.passages_of(name)))
        report = index.verify()
        assert report.problems == ()
        index.close()

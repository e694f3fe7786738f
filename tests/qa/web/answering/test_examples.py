from index.articles.article import Article, ArticleInfo
from qa.web.answering.examples import candidate_questions, newest


def _article(identifier: str, title: str, text: str = "", **known: str) -> Article:
    return Article(info=ArticleInfo(id=identifier, title=title, **known), text=text)


def test_newest_come_first_and_undated_last() -> None:
    infos = [
        ArticleInfo(id="a", title="A"),
        ArticleInfo(id="b", title="B", date="2012-04"),
        ArticleInfo(id="c", title="C", date="2012-04-18"),
        ArticleInfo(id="d", title=None, date="2020-01-01"),
    ]
    assert [info.id for info in newest(infos)] == ["c", "b", "a"]


def test_questions_come_from_speakers_topics_and_records() -> None:
    spoken = _article(
        "a",
        "Talks in Astana",
        "“We will not use force against Tehran,” Nikolay Bordyuzha said.",
        author="Ada Byron",
        date="2012-04-18",
    )
    other = _article("b", "Notes from the quay", "Nothing is said here.", date="2012-04-01")
    questions = candidate_questions([spoken.info, other.info], [spoken, other])
    assert questions == [
        "What did Nikolay Bordyuzha say about Tehran?",
        "Who wrote “Talks in Astana”?",
        "When was “Notes from the quay” published?",
    ]


def test_descriptions_are_no_names_and_quoted_titles_no_titles() -> None:
    text = "“The road to Tehran is long,” a tired driver said."
    article = _article("a", "“Long roads”, he said", text, author="Ada Byron")
    assert candidate_questions([article.info], [article]) == []

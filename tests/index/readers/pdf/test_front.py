"""Title, author and date of a PDF, each with where it came from and how sure it is."""

from index.articles.origins import DOUBTFUL
from tests.index.readers.pdf.papers import BOLD, Paper, article_of

TEXT = (
    "The ferry to the northern island was taken out of service on Monday after divers found a "
    "crack in its hull. The harbour office said that repairs would take at least three weeks."
)


def origins_of(paper: Paper) -> tuple[dict[str, str | None], dict[str, tuple[str, float]]]:
    article = article_of(paper.data())
    told = {one.field: (one.source, one.certainty) for one in article.origins}
    return article.info.to_json(), told


def test_a_page_of_a_newspaper() -> None:
    paper = Paper(title="Microsoft Word - ferry_final3.doc", author="jdoe")
    paper.lines(["Island Waits", "for Its Ferry"], size=20, font=BOLD)
    paper.line("By Rhea Solberg and Tilda Ross")
    paper.line("4 March 2024")
    paper.y -= 10
    paper.text(TEXT)
    article = article_of(paper.data())
    assert (article.info.title, article.info.author, article.info.date) == (
        "Island Waits for Its Ferry",
        "Rhea Solberg and Tilda Ross",
        "2024-03-04",
    )
    assert article.text == TEXT
    assert all(origin.certainty >= DOUBTFUL for origin in article.origins)


def test_what_the_file_says_of_itself_is_believed_where_the_page_prints_it() -> None:
    paper = Paper(title="Harbours of the North", author="Rhea Solberg")
    paper.line("THE ISLAND REVIEW", size=26)
    paper.line("Harbours of the North", size=16)
    paper.line("Rhea Solberg", size=11)
    paper.y -= 10
    paper.text(TEXT)
    info, told = origins_of(paper)
    assert (info["title"], info["author"]) == ("Harbours of the North", "Rhea Solberg")
    assert told["title"][1] > 0.9
    assert told["author"][1] > 0.8


def test_without_a_title_on_the_page_the_file_is_asked() -> None:
    paper = Paper(title="Minutes of the harbour council", author="Tilda Ross")
    paper.text(TEXT)
    info, told = origins_of(paper)
    assert info["title"] == "Minutes of the harbour council"
    assert told["title"] == ("document information", 0.55)
    assert told["author"][1] < DOUBTFUL


def test_rubbish_in_the_file_is_no_title_and_no_author() -> None:
    for title, author in (
        ("untitled", "(anonymous)"),
        ("scan0001", "User"),
        ("layout 1", "ferry@office.example"),
        ("C:\\ferry.indd", "Microsoft Office User"),
    ):
        paper = Paper(title=title, author=author)
        paper.text(TEXT)
        info, told = origins_of(paper)
        assert (info["title"], info["author"]) == ("some file", None)
        assert told["title"] == ("file name", 0.2)


def test_the_day_a_file_was_made_is_doubtful() -> None:
    paper = Paper()
    paper.text(TEXT)
    info, told = origins_of(paper)
    assert info["date"] == "2000-01-01"  # what the maker of these files writes
    assert told["date"][1] < DOUBTFUL


def test_names_below_a_title() -> None:
    paper = Paper()
    paper.line("On the Repair of Hulls", size=18)
    paper.line("Rhea Solberg, Tilda Ross and Ulf Brandt")
    paper.line("University of the North")
    paper.y -= 10
    paper.text(TEXT)
    assert origins_of(paper)[0]["author"] == "Rhea Solberg, Tilda Ross, Ulf Brandt"


def test_a_page_with_a_title_alone_keeps_it() -> None:
    paper = Paper()
    paper.line("Report on the Ferry", size=24)
    paper.page()
    paper.text(TEXT)
    article = article_of(paper.data())
    assert article.info.title == "Report on the Ferry"
    assert len(article.marked("page")) == 2

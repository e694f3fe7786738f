import pytest

from index.chunking.sentences import sentence_spans
from tests.index.readers.pdf.papers import (
    BOLD,
    HEIGHT,
    REGULAR,
    Paper,
    article_of,
    filled,
    pages_of,
)

FERRY = (
    "The ferry to the northern island was taken out of service on Monday after divers found a "
    "crack in its hull. The harbour office said that repairs would take at least three weeks, and "
    "that buses would not be able to replace it. Farmers on the island fear for their harvest."
)
SCHOOL = (
    "Pupils of the village school will be taught in the town hall until a new roof is built. The "
    "mayor said that nobody had expected the storm to be so strong. A collection for the school "
    "has brought in enough money to pay for the first repairs, but not for the roof itself."
)


def sentences_of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_lines_become_paragraphs() -> None:
    paper = Paper()
    paper.text(FERRY)
    paper.text(SCHOOL)
    assert article_of(paper.data()).text == f"{FERRY}\n\n{SCHOOL}"


def test_paragraphs_that_only_an_indent_parts() -> None:
    paper = Paper()
    for words in (FERRY, SCHOOL):
        first, *rest = _indented(words)
        paper.line(first, x=62)
        for line in rest:
            paper.line(line)
    assert article_of(paper.data()).text == f"{FERRY}\n\n{SCHOOL}"


def _indented(words: str) -> list[str]:
    first = filled(words, 288)[0]
    return [first, *filled(words.removeprefix(first), 300)]


def test_columns_are_read_one_after_the_other() -> None:
    paper = Paper()
    paper.line("Islanders Wait for a Ferry and a Roof", size=18)
    paper.y -= 10
    top = paper.y
    paper.text(FERRY, width=140)
    paper.y = top
    paper.text(SCHOOL, x=205, width=140)
    assert article_of(paper.data()).text == f"{FERRY}\n\n{SCHOOL}"


def test_columns_that_the_file_writes_row_by_row() -> None:
    paper = Paper()
    for left, right in zip(filled(FERRY, 140), filled(SCHOOL, 140), strict=False):
        paper.line(left, y=paper.y)
        paper.line(right, x=205)
    text = article_of(paper.data()).text
    assert "after divers found a crack in its hull" in text
    assert "taught in the town hall until a new roof" in text


def test_a_sentence_over_columns_stays_one() -> None:
    lines = filled(f"{FERRY} {SCHOOL}", 140)
    half = len(lines) // 2 - 2
    paper = Paper()
    top = paper.y
    paper.lines(lines[:half])
    paper.y = top
    paper.lines(lines[half:], x=205)
    assert article_of(paper.data()).text == f"{FERRY} {SCHOOL}"


def test_a_sentence_over_a_page_break_stays_one_and_each_half_knows_its_page() -> None:
    paper = Paper()
    paper.text(FERRY)
    paper.lines(["The council will meet again on the first day of next month to"])
    paper.page()
    paper.lines(["decide who pays for the crane.", "Nobody else has asked."])
    article = article_of(paper.data())
    (_, first), (_, second) = pages_of(article)
    assert first.endswith("next month to ")
    assert second.startswith("decide who pays")
    assert (
        "The council will meet again on the first day of next month to decide who pays for the "
        "crane." in sentences_of(article.text)
    )


def test_a_footnote_does_not_break_a_sentence() -> None:
    paper = Paper()
    paper.text(FERRY)
    paper.line("The crane was built by a firm from the mainland which has since been", y=paper.y)
    paper.canvas.setFont("Times-Roman", 6)
    paper.canvas.drawString(330, paper.y + 4, "1")
    paper.line("1 The firm did not answer letters.", y=60, size=7.5)
    paper.page()
    paper.lines(["sold to its workers.", "They have not been paid."])
    article = article_of(paper.data())
    (_, first), (_, second) = pages_of(article)
    assert "has since been sold to its workers." in article.text
    assert "1 The firm did not answer letters." in first
    assert second.startswith("sold to its workers.")


def test_powers_stay_and_signs_that_point_to_notes_go() -> None:
    paper = Paper()
    paper.text(FERRY)
    paper.line("The quay has 10", y=paper.y)
    paper.canvas.setFont("Times-Roman", 6)
    paper.canvas.drawString(113.5, paper.y + 4, "4")
    paper.line("bricks, the mayor said.", x=120, y=paper.y)
    paper.canvas.setFont("Times-Roman", 6)
    paper.canvas.drawString(210, paper.y + 4, "2")
    paper.line("2 In a letter.", y=60, size=7.5)
    assert "The quay has 10⁴ bricks, the mayor said." in article_of(paper.data()).text


def test_hyphens_at_line_ends() -> None:
    paper = Paper()
    paper.lines(
        [
            "Nobody at the long bench in the harbour office had expected the repre-",
            "sentatives of the fishermen, who came with a well-",
            "known lawyer and with letters from the Anglo-",
            "Saxon museum, to stay until the evening of the last day.",
        ]
    )
    text = article_of(paper.data()).text
    assert "expected the representatives of the fishermen" in text
    assert "a well-known lawyer" in text
    assert "the Anglo-Saxon museum" in text


def test_running_heads_feet_and_page_numbers_go() -> None:
    paper = Paper()
    for number in range(41, 46):
        paper.line("Island Review, Spring 2024", y=HEIGHT - 30, size=8)
        paper.line(str(number), x=200, y=25, size=8)
        paper.text(f"Part {number} begins here. {FERRY}")
        paper.page()
    article = article_of(paper.data())
    assert "Island Review" not in article.text
    assert article.text.count(FERRY) == 5
    assert [label for label, _ in pages_of(article)] == ["41", "42", "43", "44", "45"]
    assert all(text.startswith(f"Part {label} ") for label, text in pages_of(article))


def test_heads_that_change_with_the_chapter_go_with_their_numbers() -> None:
    paper = Paper()
    for number, chapter in enumerate(("The Sea", "The Sea", "The Land", "The Land"), 12):
        paper.line(f"{chapter} | {number}", y=HEIGHT - 30, size=8)
        paper.text(FERRY)
        paper.page()
    article = article_of(paper.data())
    assert "|" not in article.text
    assert [label for label, _ in pages_of(article)] == ["12", "13", "14", "15"]


def test_a_line_of_text_that_recurs_stays() -> None:
    paper = Paper()
    for words in (FERRY, SCHOOL, FERRY, SCHOOL):
        paper.lines(["Question from the bench to the harbour master:", *filled(words, 300)])
        paper.page()
    assert article_of(paper.data()).text.count("Question from the bench") == 4


def test_labels_of_the_file() -> None:
    paper = Paper()
    paper.canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
    paper.canvas.addPageLabel(2, style="ARABIC", start=1)
    for _ in range(4):
        paper.text(FERRY)
        paper.page()
    labels = [label for label, _ in pages_of(article_of(paper.data()))]
    assert labels == ["i", "ii", "1", "2"]


def test_pages_without_numbers_are_counted() -> None:
    paper = Paper()
    paper.text(FERRY)
    paper.page()
    paper.page()
    paper.text(SCHOOL)
    assert [label for label, _ in pages_of(article_of(paper.data()))] == ["1", "3"]


def test_headings_captions_and_tables_are_marked() -> None:
    paper = Paper()
    paper.text(FERRY)
    paper.line("A roof for the school", font=BOLD)
    paper.text(SCHOOL)
    paper.y -= 10
    paper.line("Figure 2: The town hall in winter.", size=8)
    paper.y -= 10
    for cells in (("Year", "Pupils", "Teachers"), ("2022", "41", "3"), ("2023", "38", "3")):
        for place, cell in enumerate(cells):
            paper.line(cell, x=50 + 90 * place, y=paper.y)
        paper.y -= 14
    article = article_of(paper.data())
    marked = [
        (mark.kind, article.text[mark.start : mark.end])
        for mark in article.marks
        if mark.kind != "page"
    ]
    assert marked == [
        ("heading", "A roof for the school"),
        ("caption", "Figure 2: The town hall in winter."),
        ("table", "Year | Pupils | Teachers\n2022 | 41 | 3\n2023 | 38 | 3"),
    ]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_pages_and_text_that_are_turned(quarters: int, turned: int) -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.setPageSize((HEIGHT, HEIGHT))
    canvas.setPageRotation(90 * quarters)
    canvas.translate(HEIGHT / 2, HEIGHT / 2)
    canvas.rotate(90 * turned)
    canvas.setFont(REGULAR, 10)
    for number, line in enumerate(filled(FERRY, 300)):
        canvas.drawString(-200, 200 - 14 * number, line)
    assert article_of(paper.data()).text == FERRY


def test_the_rest_of_a_sentence_at_the_top_of_two_pages_stays() -> None:
    paper = Paper()
    for words in (FERRY, SCHOOL, FERRY):
        paper.lines(["pays for the crane in the end."])
        paper.text(words)
        paper.lines(["The council will meet again on the first day of next month to decide who"])
        paper.page()
    assert article_of(paper.data()).text.count("decide who pays for the crane in the end.") == 2

"""A window's text is the article's own, letter by letter, but for what is inserted."""

from hypothesis import given
from hypothesis import strategies as st

from qa.citations import article_sentences
from qa.reading.windows import MOST_HEAD, MOST_VOICE, Voice, stretch, window

TEXT = (
    "The quay leaks. “It always did,” said Ada Okoro.\n\nShe blamed the council. "
    "Nobody answered. The mayor was away 🙂 that day. He came back on Monday."
)
SENTENCES = article_sentences(TEXT)


def test_who_speaks_stands_before_the_sentence_and_is_not_the_articles() -> None:
    start = TEXT.index("“It always")
    end = TEXT.index(" said")
    read = window(TEXT, (0, len(TEXT)), SENTENCES, voices=[Voice(start, end, "Ada Okoro", "chief")])

    assert "leaks. [Ada Okoro, chief] “It always did,”" in read.text
    inserted = read.text.index("[Ada")
    assert read.to_article(inserted, inserted + 10) is None
    assert read.to_article(inserted - 7, inserted + 26) == (
        TEXT.index("leaks."),
        TEXT.index("“It al") + 7,
    )


def test_a_speaker_is_named_once_where_speech_goes_on_and_again_in_a_new_paragraph() -> None:
    text = "“One,” he said. “Two.”\n\n“Three.”"
    voices = [Voice(0, len(text), "Lem Strand")]
    read = window(text, (0, len(text)), article_sentences(text), voices=voices)
    assert read.text.count("[Lem Strand]") == 2
    assert read.text.endswith("\n\n[Lem Strand] “Three.”")
    assert read.speakers == ("Lem Strand",) * len(read.sentences)


def test_title_date_and_heading_stand_first_and_are_cut_when_long() -> None:
    read = window(TEXT, (0, 15), SENTENCES, title="T" * 500, date="2021-05-03", heading="Harbour")
    assert read.text == "T" * MOST_HEAD + " | 2021-05-03 | Harbour | The quay leaks."
    assert read.sentences == (SENTENCES[0],)


def test_a_stretch_grows_by_whole_sentences_within_the_limit() -> None:
    middle = SENTENCES[2]
    assert stretch(SENTENCES, *middle, around=0) == middle
    first, last = stretch(SENTENCES, *middle, around=40)
    assert first == SENTENCES[1][0]
    assert last == SENTENCES[3][1]
    assert stretch(SENTENCES, *middle) == (0, len(TEXT))


texts = st.text(alphabet="ab. “”\n🙂é", max_size=120)


@given(texts, st.data())
def test_what_is_mapped_back_is_the_same_text(text: str, data: st.DataObject) -> None:
    cut = st.integers(0, len(text))
    start, end = sorted((data.draw(cut), data.draw(cut)))
    spans = data.draw(st.lists(st.tuples(cut, cut, st.text(max_size=200)), max_size=4))
    voices = [Voice(min(a, b), max(a, b), name) for a, b, name in spans]
    read = window(text, (start, end), article_sentences(text), title="A", voices=voices)

    assert "".join(text[p.start : p.end] for p in read.pieces) == text[start:end]
    for piece in read.pieces:
        size = piece.end - piece.start
        assert read.text[piece.at : piece.at + size] == text[piece.start : piece.end]
        assert read.to_article(piece.at, piece.at + size) == (piece.start, piece.end)
        assert read.to_text(piece.start, piece.end) == (piece.at, piece.at + size)
    for a, b in read.sentences:
        assert start <= a < b <= end
        at = read.to_text(a, b)
        assert at is not None
        assert read.to_article(*at) == (a, b)
    inserted = len(read.text) - (end - start)
    assert inserted <= len("A | ") + len(read.sentences) * (4 * MOST_VOICE + 16)

"""The words of answers have a template in every language, and articles' words are left alone."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import StatementKind
from qa import confirmed, small_talk
from qa.answers import Answer, Kind, Reason
from qa.metadata_answers import answer_from_records
from qa.questions.article_questions import ArticleAsk, Field
from qa.questions.understanding import understand
from qa.reading.selector.messages import WITHOUT_IT
from qa.speakers.speaker import Speaker, SpeakerKind
from qa.web.chat.fragments import exchange_html
from qa.web.pages import answer_words
from qa.web.pages.answer_words import NARRATED, Part, plural_form, rules_for_scripts, said
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of
from qa.wording import layout, refusals
from qa.wording.corrected import standing
from qa.wording.more import MoreStatements, more_sentence
from qa.wording.quote_lines import introduction
from qa.wording.refusals import refusal
from tests.qa.wording.quotes import article, quote_of

ROOT = Path(__file__).resolve().parents[4]
OTHERS = [language for language in LANGUAGES if language != NARRATED]
QUESTIONS = (
    "When did the gate open?", "What did Berg say?", "What did Berg say about the toll?",
    "What did Anna Berg and Tom Hale say about the toll?", "Who said something about the toll?",
    "Who spoke about the toll?", "Did Berg say that the toll doubled?", "Why does Berg say this?",
)  # fmt: skip
PORT = article("The toll doubled. “It is closed,” Berg said. Correction: it tripled.", title="Port")
MARKS = re.compile(r"(?: ?\[\d+\])+$")


def _refusals() -> Iterator[str]:
    for text in QUESTIONS:
        question = understand(text)
        for reason in Reason:
            if question.speakers or reason is not Reason.UNKNOWN_SPEAKER:
                yield refusal(question, reason)


def _records() -> Iterator[str]:
    info = ArticleInfo(
        id="a-1", title="Port", author="Ada Fisk", date="2024-05-03", publication="The Quay",
        url="https://quay.example/a",
    )  # fmt: skip
    bare = replace(info, title=None)
    for one in (info, bare):
        for field in Field:
            if field is Field.LIST or (field is Field.TITLE and one is bare):
                continue
            for ask in (
                ArticleAsk(field=field),
                ArticleAsk(field=field, by="Ada Fisk", source="The Quay", dated="2024-05"),
            ):
                found = answer_from_records(ask, [one], [], lambda _: PORT)
                assert found
                yield MARKS.sub("", found.text)


def _talk() -> Iterator[str]:
    speakers = [
        Speaker(
            key=name, name=f"Ada {name}", kind=SpeakerKind.PERSON, labels=(), spellings=(),
            statements=count, by_article={str(one): 1 for one in range(count)},
        )
        for count, name in enumerate("ABCDEFGHIJKL", 1)
    ]  # fmt: skip
    infos = [
        ArticleInfo(id=str(day), date=f"2024-05-{day:02}", publication=f"Quay {day}")
        for day in range(1, 14)
    ]
    told = small_talk.Told(
        13, ("2024-05-01", "2024-05-13"), tuple((one.publication or "", 1) for one in infos)
    )
    said = [
        small_talk.speakers_told(speakers, 1_200), small_talk.speakers_told(speakers[:1], 1),
        small_talk.speakers_told([], 3), small_talk.articles_told(told),
        small_talk.articles_told(replace(told, articles=1)),
        small_talk.articles_told(small_talk.Told(len(infos))),
        small_talk.articles_told(replace(told, publications=())),
        small_talk._ASK.format(articles="12 articles", name="Ada Okoro"),
        *(small_talk._reply(talk, small_talk.Told(0), list) for talk in small_talk.Talk),
    ]  # fmt: skip
    yield f"Hello. {said[7]}".split("\n")[0]
    listed = answer_from_records(ArticleAsk(field=Field.LIST), infos, [], lambda _: PORT)
    assert listed
    yield listed.text.split("\n")[0]
    for text in said:
        yield from text.split("\n")


def _notes() -> Iterator[str]:
    yield "Understood “Boardyuzha” as Bordyuzha."
    yield confirmed._WITHHELD
    yield from (confirmed._note(count) for count in (1, 3))
    yield f"The language model at http://127.0.0.1:8080 cannot be reached; {WITHOUT_IT}."


def _labels() -> Iterator[str]:
    for date in ("2012-05-05", None):
        of = replace(PORT, info=replace(PORT.info, date=date))
        first = quote_of(of, "The toll doubled.", corrected_by=2)
        for second in ("Correction: it tripled.", "“It is closed,” Berg said."):
            both = (first, quote_of(of, second, number=2))
            for quote in both:
                label = standing(quote, both).removesuffix(": ")
                yield label
                yield f"46,000 tonnes — {label}"


def _introductions() -> Iterator[str]:
    by_berg = replace(PORT, info=replace(PORT.info, author="Anna Berg"))
    yield introduction(quote_of(PORT, "The toll doubled."))
    yield introduction(quote_of(PORT, "“It is closed,”"))
    for of, kind in ((PORT, StatementKind.INDIRECT), (by_berg, StatementKind.INDIRECT)):
        yield introduction(quote_of(of, "The toll doubled.", speaker="Anna Berg", kind=kind))


def _more() -> Iterator[str]:
    for speaker in ("Ada O’Koro", "the mayor"):
        for statements, articles in ((1, 1), (12, 4), (1_021, 1)):
            yield more_sentence(MoreStatements(speaker, statements, articles))


SENTENCES = {
    Part.LINES: [
        layout.MAY, layout.OR, layout._NOTHING, "Yes", "No", *dict.fromkeys(_refusals()), *_more(),
    ],
    Part.RECORDS: list(dict.fromkeys(_records())),
    Part.TALK: list(dict.fromkeys(_talk())),
    Part.NOTES: list(_notes()),
    Part.LABELS: list(dict.fromkeys(_labels())),
    Part.INTRODUCTIONS: list(_introductions()),
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("part", list(Part))
def test_every_sentence_is_said_in_every_language(part: Part, language: str) -> None:
    parts = (part, Part.LINES) if part is Part.TALK else (part,)
    unknown = [one for one in SENTENCES[part] if said(one, language, *parts) is None]
    assert unknown == []


def test_every_template_is_of_a_sentence() -> None:
    """So that the sentences above are all there are."""
    for part in Part:
        english = words_of("answers", NARRATED)[part]
        used = {
            name
            for name, (pattern, _) in zip(english, answer_words._rules(part, "de"), strict=True)
            for one in SENTENCES[part]
            if pattern.fullmatch(one)
        }
        assert set(english) - used <= {"speaker"}


NOT_SAID = {
    # of the command that is left out, of code, and of shells
    "lists it", "lists them", "; pullquote statements --speaker ",
}  # fmt: skip


def test_no_sentence_of_the_wording_is_without_a_template() -> None:
    """Every piece of text in the code that words answers stands in a template."""
    english = words_of("answers", NARRATED)
    known = [one for part in Part for one in english[part].values()]
    known += [form for forms in english["counted"].values() for form in forms.values()]
    known += english["between"].values()
    bare = re.sub(r"[‹›]", "", "\n".join(known))
    files = ("refusals", "layout", "more", "corrected", "quote_lines")
    missing = [
        (name, one)
        for name in files
        for one in _texts(ROOT / "qa" / "wording" / f"{name}.py")
        if one not in NOT_SAID | {refusals.EMPTY} and one.strip(" .:;") not in bare
    ]
    assert missing == []


def _texts(path: Path) -> Iterator[str]:
    """Yield pieces of text in code that are words: no documentation, names or patterns."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            text = node.value
            is_words = re.search(r"[A-Za-z]{2} [A-Za-z]|^[A-Z][a-z]", text)
            if is_words and not re.search(r"\\|\(\?", text):
                yield text


@pytest.mark.parametrize("language", OTHERS)
def test_templates_have_the_same_blanks_and_all_forms(language: str) -> None:
    english, own = words_of("answers", NARRATED), words_of("answers", language)
    for part in Part:
        assert own[part].keys() == english[part].keys()
        for name, template in own[part].items():
            blanks = set(re.findall(r"\{\w+\}", template))
            assert blanks == set(re.findall(r"\{\w+\}", english[part][name])) - {"{command}"}
    forms = {plural_form(number, language) for number in range(200)}
    for counted in own["counted"].values():
        assert forms <= counted.keys() | {list(counted)[-1], "other"}
    assert own["counted"].keys() == english["counted"].keys()


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("ru", {1: "1 статья", 3: "3 статьи", 12: "12 статей", 21: "21 статья", 25: "25 статей"}),
        ("ar", {1: "مقال واحد", 2: "مقالان", 5: "5 مقالات", 11: "11 مقالًا", 100: "100 مقال"}),
        ("de", {1: "1 Artikel", 1200: "1\u202f200 Artikel"}),
        ("fr", {1: "1 article", 2: "2 articles"}),
    ],
)
def test_nouns_have_the_form_of_their_number(language: str, counts: dict[int, str]) -> None:
    for number, shown in counts.items():
        told = said(f"The Quay: {number:,} article{'s'[: number != 1]}", language, Part.TALK)
        assert told
        assert shown in told.text


def test_names_are_left_as_they_are() -> None:
    care = "Ministry of Health and Care"
    told = said(f"I found no passage that states what {care} said.", "de", Part.LINES)
    both = said("I found nobody called Ada Okoro or Moss in the articles.", "de", Part.LINES)
    assert told
    assert both
    assert care in told.text
    assert "Ada Okoro oder Moss" in both.text


def test_what_no_template_knows_stays_as_it_is() -> None:
    for sentence in ("It rains.", "The gate opened. Yes", "yes", "46 articles", ""):
        assert said(sentence, "de", Part.LINES) is None
    assert said("Yes", "en", Part.LINES) is None
    assert rules_for_scripts("en") is None


def _exchange(language: str, **more: object) -> str:
    quotes = (
        quote_of(PORT, "The toll doubled.", corrected_by=2),
        quote_of(PORT, "Correction: it tripled.", number=2),
    )
    text = layout.laid_out(understand("What is the toll?"), quotes)
    answer = Answer(
        question="What is the toll?", asked_as="What is the toll?", kind=Kind.FACT, answered=True,
        confidence=0.9, answer=f"{text}\n12 more statements of Ada Okoro in 4 articles.\nSo it is.",
        quotes=quotes, notes=("Understood “tol” as toll.", "It rains."),
    )  # fmt: skip
    return exchange_html(replace(answer, **more), 1, language=language)  # type: ignore[arg-type]


def test_an_answer_in_german() -> None:
    turn = _exchange("de")
    assert '<p class="label" lang="de" dir="ltr">Vorher (ohne Datum)</p>' in turn
    assert '<p class="note" lang="de" dir="ltr">„<bdi lang="">tol</bdi>“ verstanden als' in turn
    assert '<p class="note" lang="en" dir="auto">It rains.</p>' in turn
    assert '12 weitere Aussagen von <bdi lang="">Ada Okoro</bdi> in 4 Artikeln.' in turn
    assert 'lang="en" dir="auto">So it is.</p>' in turn
    assert "The toll doubled." in turn
    assert "Der Artikel: The toll doubled. [1]" in turn  # as it is read aloud


def test_an_answer_and_a_refusal_in_arabic() -> None:
    turn = _exchange("ar")
    assert 'lang="ar" dir="rtl"><a class="all-of"' in turn
    assert "12 قولًا آخر في 4 مقالات." in turn
    text = refusal(understand("What did Berg say about <b>?"), Reason.NOT_STATED)
    silent = _exchange("ar", answered=False, reason=Reason.NOT_STATED, answer=text, quotes=())
    assert '<p class="refusal" lang="ar" dir="auto">لم أجد مقطعًا يذكر ما قاله <bdi' in silent
    assert "<b>?" not in silent


def test_a_short_answer_is_in_the_language_of_its_article() -> None:
    of = Article(info=ArticleInfo(id="a", lang="fr"), text="Le pont date de 1921. Il est vieux.")
    quote = quote_of(of, "Le pont date de 1921.")
    turn = _exchange("de", answer="1921\nThe article: Le pont date de 1921. [1]", quotes=(quote,))
    assert '<p class="line lead" lang="fr" dir="auto">1921</p>' in turn

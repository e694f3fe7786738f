"""The reader for which a model chooses: the contract of readers, and what it falls back to."""

from dataclasses import replace
from typing import ClassVar

import pytest
from language_model import LanguageModel, choosing

from qa.citations import article_sentences
from qa.evidence.calibration import calibration
from qa.reading.protocol import OF_OTHERS, Reading, ScoredSpan
from qa.reading.selector.reader import SelectingReader
from qa.reading.windows import Voice, Window, plain_window, window

QUESTION = "How high is the dam of Lowick?"
DAM = "The dam of Lowick is thirty metres high. “It leaks,” Rita Moss said. It was built in 1921."
BOAT = "A boat sank off Lowick. Its owner, Rita Moss, was ashore."


class FirstWords:
    """A reader that points at the first two words of each sentence and gives it the score 2."""

    name = "first-words"
    calibration = OF_OTHERS
    reads_most = 7
    yes: ClassVar[float] = 1.25

    def read(self, pairs: "list[tuple[str, Window]]") -> list[Reading]:
        return [self._of(window) for _, window in pairs]

    def _of(self, window: Window) -> Reading:
        scored = tuple(ScoredSpan(start=s, end=e, score=2.0) for s, e in window.sentences)
        spans = tuple(replace(one, end=min(one.end, one.start + 7)) for one in scored)
        return Reading(spans=spans, answerable=1.0, sentences=scored, yes=self.yes)


def windowed(text: str, *voices: Voice) -> Window:
    return window(text, (0, len(text)), article_sentences(text), title="News", voices=voices)


def read(model: LanguageModel, *texts: str, **options: object) -> list[Reading]:
    reader = SelectingReader(model.chat(**options), FirstWords())
    return reader.read([(QUESTION, windowed(text)) for text in texts])


def kept(text: str, reading: Reading) -> list[str]:
    """Return the sentences that are likelier than not to belong to an answer."""
    return [text[one.start : one.end] for one in reading.sentences if one.score >= 0]


def test_what_is_chosen_comes_far_before_all_else(model: LanguageModel) -> None:
    model.answer = choosing("metres")
    dam, boat = read(model, DAM, BOAT)
    assert kept(DAM, dam) == ["The dam of Lowick is thirty metres high."]
    assert kept(BOAT, boat) == []
    assert dam.answerable > 2
    assert boat.answerable < -5
    assert [DAM[s.start : s.end] for s in dam.spans] == ["The dam"]
    assert dam.yes == boat.yes == FirstWords.yes
    assert {one.note for one in (dam, boat)} == {""}


def test_the_order_of_the_reply_is_kept(model: LanguageModel) -> None:
    model.says({"sentences": [3, 1], "verdict": "stated"})
    (dam,) = read(model, DAM)
    scores = [one.score for one in dam.sentences]
    assert scores[2] > scores[0] > 2 > -5 > scores[1]


def test_a_model_that_is_unsure_makes_an_unsure_answer(model: LanguageModel) -> None:
    model.answer = choosing("metres", "unsure")
    (dam,) = read(model, DAM)
    scale = calibration(SelectingReader.calibration)
    chance = 1 / (1 + 2.718281828 ** -max(one.score for one in dam.sentences))
    assert scale.kinds["*"].shown < chance < scale.kinds["*"].stated


@pytest.mark.parametrize("reply", [{"sentences": [], "verdict": "stated"},
                                   {"sentences": [9], "verdict": "stated"},
                                   {"sentences": [1], "verdict": "not-stated"}])  # fmt: skip
def test_a_reply_that_quotes_nothing_refuses(model: LanguageModel, reply: object) -> None:
    model.says(reply)
    for text, reading in zip((DAM, BOAT), read(model, DAM, BOAT), strict=True):
        assert kept(text, reading) == []
        assert reading.answerable < -5
        assert reading.note == ""


def test_questions_are_asked_one_by_one_with_their_windows_in_order(model: LanguageModel) -> None:
    model.answer = choosing("metres")
    reader = SelectingReader(model.chat(), FirstWords())
    pairs = [(QUESTION, windowed(DAM)), (QUESTION, windowed(BOAT)), ("Who?", windowed(BOAT))]
    readings = reader.read(pairs)
    assert [bool(kept(w.own[1], r)) for (_, w), r in zip(pairs, readings, strict=True)] == [
        True, False, False
    ]  # fmt: skip
    assert len(model.requests) == 2
    material = next(m for _, r in model.requests if QUESTION in (m := r["messages"][1]["content"]))
    assert material.index("thirty metres") < material.index("A boat sank")


def test_a_sentence_of_two_windows_is_chosen_in_both(model: LanguageModel) -> None:
    model.answer = choosing("metres")
    spans = article_sentences(DAM)
    parts = [window(DAM, (0, spans[1][1]), spans), window(DAM, (0, len(DAM)), spans)]
    reader = SelectingReader(model.chat(), FirstWords())
    assert [kept(DAM, one) for one in reader.read([(QUESTION, part) for part in parts])] == [
        ["The dam of Lowick is thirty metres high."]
    ] * 2


SPEAKERS = (Voice(41, 51, "Rita Moss", "engineer"), Voice(68, 90, "Tom Ash"))


@pytest.mark.parametrize(
    ("speaker", "verdict"),
    [("Rita Moss", True), ("Moss", True), ("Rita Moss, engineer", True), (None, True),
     ("Zebulon Quark", False)],
)  # fmt: skip
def test_a_speaker_that_nobody_is_makes_it_unsure(
    model: LanguageModel, speaker: str | None, verdict: bool
) -> None:
    model.answer = choosing("leaks", speaker=speaker)
    reader = SelectingReader(model.chat(), FirstWords())
    (dam,) = reader.read([(QUESTION, windowed(DAM, *SPEAKERS))])
    assert ("Rita Moss, engineer") in {who for _, who, _ in model.sentences()}
    assert kept(DAM, dam) == ["“It leaks,” Rita Moss said."]
    assert (dam.answerable > 2) is verdict


def test_words_of_the_speaker_named_come_first(model: LanguageModel) -> None:
    model.says({"sentences": [3, 2], "verdict": "stated", "speaker": "Rita Moss"})
    reader = SelectingReader(model.chat(), FirstWords())
    (dam,) = reader.read([(QUESTION, windowed(DAM, *SPEAKERS))])
    assert dam.sentences[1].score > dam.sentences[2].score > 2


@pytest.mark.parametrize("told", ["I choose sentence 1.", "", "{}", '{"sentences": 1}'])
def test_a_bad_reply_falls_back_with_a_note(model: LanguageModel, told: str) -> None:
    model.says(told)
    (dam,) = read(model, DAM)
    (own,) = FirstWords().read([(QUESTION, windowed(DAM))])
    where = model.url.removeprefix("http://")
    note = f"The language model at {where} gave no reply that can be used; read without it."
    assert dam == replace(own, note=note, calibration=FirstWords.calibration)


def test_a_slow_model_falls_back_with_a_note(model: LanguageModel) -> None:
    model.answer = lambda handler, _: handler.model.gone.wait() and None
    (dam,) = read(model, DAM, seconds=0.2)
    where = model.url.removeprefix("http://")
    assert dam.note == f"The language model at {where} did not answer in 0.2 s; read without it."
    assert dam.sentences[0].score == 2.0


def test_one_question_may_fail_alone(model: LanguageModel) -> None:
    good = choosing("metres")
    model.answer = lambda handler, sent: (
        handler.document({}, 500) if "Who?" in str(sent["messages"]) else good(handler, sent)
    )
    reader = SelectingReader(model.chat(), FirstWords())
    first, second = reader.read([(QUESTION, windowed(DAM)), ("Who?", windowed(DAM))])
    assert first.note == ""
    assert "answered 500" in second.note


def test_where_there_is_nothing_to_choose_nothing_is_sent(model: LanguageModel) -> None:
    reader = SelectingReader(model.chat(), FirstWords())
    assert reader.read([]) == []
    empty = [(QUESTION, plain_window(text)) for text in ("", " ", "…")]
    assert [one.sentences for one in reader.read(empty)] == [(), (), ()]
    assert model.requests == []


def test_it_keeps_the_contract_of_readers(model: LanguageModel) -> None:
    texts = (DAM, BOAT, "🚢", " ", "x", "🚢 It sank. 🚢")
    pairs = [(QUESTION, windowed(text)) for text in texts]
    reader = SelectingReader(model.chat(), FirstWords())
    readings = reader.read(pairs)
    assert readings == reader.read(pairs)
    for text, (_, one), reading in zip(texts, pairs, readings, strict=True):
        assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)
        assert [span.span for span in reading.sentences] == list(one.sentences)
        scores = [span.score for span in reading.spans]
        assert scores == sorted(scores, reverse=True)


def test_it_says_how_it_is_used(model: LanguageModel) -> None:
    reader = SelectingReader(model.chat(model="small:3b"), FirstWords())
    assert reader.name == "selector/small:3b"
    assert SelectingReader(model.chat(), FirstWords()).name.startswith("selector/127.0.0.1:")
    assert reader.reads_most == FirstWords.reads_most
    assert calibration(reader.calibration) != calibration(OF_OTHERS)

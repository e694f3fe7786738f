"""How sentences are weighed: facts, the regressions, the shipped coefficients, their order."""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from index.articles.statement import Statement, StatementKind
from index.errors import ModelError
from qa.answers import Kind
from qa.evidence import calibration as calibrating
from qa.evidence.calibration import (
    Calibration,
    Coefficients,
    KindScale,
    Told,
    calibration,
    probability,
)
from qa.evidence.candidate import Candidate, Read
from qa.evidence.facts import Facts, facts_of, missing_share
from qa.evidence.weighing import (
    DOUBTED,
    answer_facts,
    chance_of,
    is_silent,
    told_facts,
    weigh,
    z_scores,
)
from qa.questions.understanding import understand

NAMES = {field.name for field in fields(Facts)}
TEXT = "The dam was built in 1921. It leaks. Rita Moss opened it."
PLAIN = Calibration(
    Coefficients(0.0, {"evidence": 1.0}),
    Coefficients(0.5, {"best": 1.0}),
    {"*": KindScale(), "fact": KindScale(2.0, -1.0, 0.4, 0.9)},
)


def hit(name: str = "dam", *, score: float = 1.0, rank: int = 1) -> Hit:
    article = Article(info=ArticleInfo(id=name, title="The old dam"), text=TEXT)
    passage = Passage(number=0, start=0, end=len(TEXT))
    return Hit(rank=rank, score=score, article=article, passage=passage, dense=0.4)


def candidate(part: str, found: Hit | None = None, **values: object) -> Candidate:
    start = TEXT.index(part)
    read = Read(evidence=float(values.pop("evidence", 1.0)), answerable=1.0)  # type: ignore[arg-type]
    return Candidate(
        hit=found or hit(),
        start=start,
        end=start + len(part),
        read=read,
        **values,  # type: ignore[arg-type]
    )


def test_the_probability_is_the_logistic_of_the_weighted_sum() -> None:
    one = Coefficients(-1.0, {"evidence": 0.5, "missing": -2.0})
    facts = asdict(Facts(evidence=3.0, missing=0.25, coverage=1.0))  # no weight: it is nothing
    assert one.logit(facts) == pytest.approx(-1.0 + 1.5 - 0.5)
    assert probability(0.0) == 0.5
    assert probability(1.0) == pytest.approx(1 / (1 + math.exp(-1)))
    assert 0.0 < probability(-1e9) < probability(1e9) <= 1.0


def test_facts_tell_whose_words_they_are() -> None:
    words = Statement(0, 26, StatementKind.DIRECT, speaker="Rita Moss")
    mine = candidate("The dam was built in 1921.", statement=words, speaker="Rita Moss", asked=True)
    others = replace(mine, asked=False)
    nobody = candidate("It leaks.")
    question = understand("What did Rita Moss say about the dam?")
    found = facts_of(question, [mine, others, nobody], [0.0, 0.0, 0.0])
    assert [(f.asked, f.other, f.silent) for f in found] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert [f.whole for f in found] == [0, 0, 0]
    (whole,) = facts_of(understand("What did Rita Moss say?"), [mine], [0.0])
    assert whole.whole == 1
    (plain,) = facts_of(understand("Is the dam old?"), [nobody], [0.5])
    assert (plain.silent, plain.retrieval) == (0, 0.5)


def test_facts_tell_which_words_of_the_question_are_there() -> None:
    question = understand("When was the dam of Berg built?")
    own, far = facts_of(
        question, [candidate("The dam was built in 1921."), candidate("It leaks.")], [0.0, 0.0]
    )
    assert own.coverage > far.coverage == 0.0
    assert own.nearby == far.nearby > 0
    assert own.missing == far.missing == 1.0
    assert missing_share(("moss",), hit().article) == 0.0


def test_a_sentence_not_read_is_known_as_such() -> None:
    unread = replace(candidate("It leaks."), read=Read())
    read, other = facts_of(understand("Does it leak?"), [candidate("It leaks."), unread], [0, 0])
    assert (read.unread, other.unread) == (0.0, 1.0)


def test_the_likeliest_come_first_and_doubtful_lines_last_and_never_surely() -> None:
    weak, strong = candidate("It leaks.", evidence=-1.0), candidate("Rita Moss opened it.")
    lie = candidate("The dam was built in 1921.", evidence=8.0, doubtful=True)
    found = weigh(understand("Who opened it?"), [lie, weak, strong], [hit()], PLAIN)
    assert [one.candidate for one in found] == [strong, weak, lie]
    assert found[0].chance == pytest.approx(probability(1.0))
    assert found[-1].chance == DOUBTED
    assert chance_of(understand("Who opened it?"), found[-1:], PLAIN) <= DOUBTED


def test_the_lead_of_the_best_is_known() -> None:
    question = understand("Who opened it?")
    rows = [candidate("It leaks.", evidence=-1.0), candidate("Rita Moss opened it.", evidence=2.0)]
    found = weigh(question, rows, [hit()], PLAIN)
    facts = answer_facts(found)
    assert (facts["best"], facts["lead"]) == (pytest.approx(2.0), pytest.approx(3.0))
    assert (facts["dense"], facts["coverage"]) == (0.4, found[0].facts.coverage)
    assert answer_facts(found[:1])["lead"] == 0.0


def test_each_kind_has_its_scale() -> None:
    question = understand("When was it built?")
    assert question.kind is Kind.FACT
    found = weigh(question, [candidate("It leaks.")], [hit()], PLAIN)
    assert chance_of(question, found, PLAIN) == pytest.approx(probability(2.0 * 1.5 - 1.0))
    other = understand("Why was it built?")
    assert chance_of(other, found, PLAIN) == pytest.approx(probability(1.5))
    assert chance_of(question, [], PLAIN) == 0.0


def test_sentences_of_one_article_speak_together_for_an_answer() -> None:
    question = understand("Who opened it?")
    mill = hit("mill", rank=2)
    rows = [
        candidate("Rita Moss opened it.", evidence=0.0),
        candidate("It leaks.", evidence=-1.0),
        candidate("It leaks.", mill, evidence=-0.5),
    ]
    found = weigh(question, rows, [hit(), mill], PLAIN)
    either = 1 - (1 - probability(0.0)) * (1 - probability(-1.0))
    told = told_facts(found)
    assert told["together"] == pytest.approx(math.log(either / (1 - either)))
    assert told_facts(found[:1])["together"] == pytest.approx(0.0)
    assert (told["window"], told["asked"]) == (1.0, 0.0)


def test_a_doubtful_line_does_not_tell_that_there_is_an_answer() -> None:
    lie = candidate("The dam was built in 1921.", evidence=8.0, doubtful=True)
    lie = replace(lie, read=replace(lie.read, answerable=8.0))
    rows = [candidate("It leaks.", evidence=-3.0), lie]
    found = weigh(understand("Who opened it?"), rows, [hit()], PLAIN)
    assert told_facts(found) == told_facts(found[:1])


def test_silence_is_below_the_limit_that_was_fitted_for_it_or_that_of_the_kind() -> None:
    question = understand("When was it built?")
    found = weigh(question, [candidate("It leaks.", evidence=-0.2)], [hit()], PLAIN)
    assert is_silent(question, [], PLAIN)
    assert not is_silent(question, found, PLAIN)  # a chance of 0.401, of 0.4 at least
    told = replace(PLAIN, told=Told(Coefficients(0.0, {"together": 1.0}), 0.6))
    assert is_silent(question, found, told)
    assert not is_silent(question, found, told, share=0.7)
    assert told.adjusted({"scale": 2.0}).told == told.told
    own = told.adjusted({"threshold": 0.35})
    assert own.told is None
    assert not is_silent(question, found, own)
    never = replace(PLAIN, told=Told(Coefficients(-20.0, {"together": 1.0}), 0.6))
    surely = replace(PLAIN, told=Told(Coefficients(20.0, {"together": 1.0}), 0.6))
    likely = weigh(question, [candidate("It leaks.", evidence=0.5)], [hit()], PLAIN)
    hardly = weigh(question, [candidate("It leaks.", evidence=-1.0)], [hit()], PLAIN)
    assert not is_silent(question, likely, never)
    assert is_silent(question, hardly, surely)


@settings(max_examples=40)
@given(st.floats(0.1, 10), st.floats(-10, 10), st.floats(0.01, 0.99))
def test_a_users_calibration_scales_and_shifts_the_logit(
    scale: float, shift: float, threshold: float
) -> None:
    stored = {"scale": scale, "shift": shift, "threshold": threshold}
    adjusted = PLAIN.adjusted(stored).scale(Kind.FACT)
    assert adjusted.scale == pytest.approx(2.0 * scale)
    assert adjusted.shift == pytest.approx(-scale + shift)
    assert adjusted.shown == threshold <= adjusted.stated
    assert PLAIN.adjusted(None) == PLAIN.adjusted("no calibration") == PLAIN
    assert PLAIN.adjusted({"threshold": 0.0}).scale(Kind.OPEN).shown == 0.0


@pytest.mark.parametrize("reader", ["pullquote-reader", "sentences", "*", "not known"])
def test_the_shipped_coefficients_fit_the_facts(reader: str) -> None:
    shipped = calibration(reader)
    assert set(shipped.sentence.weights) <= NAMES
    assert set(shipped.answer.weights) <= {"best", "lead", "dense", *NAMES}
    if shipped.told is not None:
        assert set(shipped.told.weights.weights) <= {"together", "window", *NAMES}
        assert 0.0 < shipped.told.least < 1.0
    assert shipped.sentence.weights["evidence"] > 0
    for kind in Kind:
        limits = shipped.scale(kind)
        assert 0.0 < limits.shown <= limits.stated < 1.0
        assert limits.scale > 0
    # Somebody else's words answer less than those of the one asked about.
    weights = shipped.sentence.weights
    assert weights["asked"] > weights["other"]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    calibration.cache_clear()
    monkeypatch.setattr(calibrating, "files", lambda _: tmp_path)
    yield tmp_path / "calibration.json"
    calibration.cache_clear()


@pytest.mark.parametrize("text", [None, "{", "[]", '{"readers": {"*": {"sentence": {}}}}'])
def test_a_damaged_file_is_named(broken: Path, text: str | None) -> None:
    if text is not None:
        broken.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json cannot be used"):
        calibration("*")


def test_the_file_says_where_its_numbers_come_from() -> None:
    table = json.loads(files("qa.evidence.model").joinpath("calibration.json").read_text("utf-8"))
    assert "qa.training.calibration.fit" in table["note"]


@given(st.lists(st.floats(-1e6, 1e6), max_size=8))
def test_z_scores_have_mean_nought_and_deviation_one(values: list[float]) -> None:
    found = z_scores(values)
    assert len(found) == len(values)
    if values:
        assert sum(found) / len(found) == pytest.approx(0.0, abs=1e-6)
        spread = math.sqrt(sum(z * z for z in found) / len(found))
        assert spread == pytest.approx(1.0) or spread < 1e-3

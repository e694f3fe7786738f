"""What speaks for a candidate and against it, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.articles.article import Article
from qa.answers import Kind
from qa.evidence.candidate import Candidate
from qa.questions.question import Question
from qa.reading.sentence_reader import inverse_frequencies, weighted_share
from qa.statements.speakers import surroundings
from qa.statements.turn_speakers import label_before
from qa.text.words import content_stems, folded_words, same_name, stems

_MOST_LOGIT = 8.0
_AROUND = 0.7
"""What a word of the topic counts that stands beside what somebody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one candidate; each in [0, 1] unless said otherwise.

    `evidence`, `answerable` and `answer` are the reader's logits for the sentence, its window and
    the best short answer inside, `unread` whether there are none. `retrieval` is the search's score
    of the passage in deviations from the mean over the hits, `cosine` the question's with the
    sentence, the least known one where they were not compared. `coverage` is the share of the
    question's meaning-bearing words in the sentence with its speaker, rare words counting more;
    `nearby` the same in the passage with title and heading. `missing` is the share of the
    question's names and numbers that the article does not have. `asked`: it is the words of
    somebody asked about; `other`: of somebody else, where a speaker is asked about; `silent`: of
    nobody, where one is; `whole`: anything that he said is asked for.
    """

    evidence: float = 0.0
    answerable: float = 0.0
    answer: float = 0.0
    unread: float = 0.0
    retrieval: float = 0.0
    cosine: float = 0.0
    coverage: float = 0.0
    nearby: float = 0.0
    missing: float = 0.0
    asked: float = 0.0
    other: float = 0.0
    silent: float = 0.0
    whole: float = 0.0
    topic: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A candidate with the calibrated probability in [0, 1] that it belongs to an answer."""

    candidate: Candidate
    chance: float
    facts: Facts = Facts()


def facts_of(
    question: Question, candidates: Sequence[Candidate], retrieval: Sequence[float]
) -> list[Facts]:
    """Return the facts of each candidate.

    Args:
        question: What is asked.
        candidates: Sentences that may answer.
        retrieval: For each candidate its passage's score, mean 0 and deviation 1 over the hits.
    """
    wanted = content_stems(question.text)
    told = [stems(_told(one)) for one in candidates]
    weights = inverse_frequencies(wanted, told)
    sought_words = frozenset(content_stems(question.topic or ""))
    least = min((one.cosine for one in candidates if one.cosine is not None), default=0.0)
    about: dict[tuple[str, int], float] = {}
    lacking: dict[str, float] = {}
    found = []
    for one, own, z in zip(candidates, told, retrieval, strict=True):
        place = (one.article.id, one.hit.passage.number)
        if place not in about:
            title = f"{one.article.info.title or ''} {one.hit.passage.heading} "
            about[place] = weighted_share(weights, stems(title + one.hit.text))
        if one.article.id not in lacking:
            lacking[one.article.id] = missing_share(question.names, one.article)
        sought, spoken = bool(question.speakers), one.speaker is not None
        found.append(
            Facts(
                evidence=_clipped(one.read.evidence),
                answerable=_clipped(one.read.answerable),
                answer=_clipped(one.read.answer_score),
                unread=float(one.read.answerable == one.read.evidence == one.read.answer_score),
                retrieval=z,
                cosine=least if one.cosine is None else one.cosine,
                coverage=weighted_share(weights, own),
                nearby=about[place],
                missing=lacking[one.article.id],
                asked=float(one.asked),
                other=float(sought and spoken and not one.asked),
                silent=float((sought or question.kind is Kind.WHO_SAID) and not spoken),
                whole=float(one.asked and question.topic is None),
                topic=_topic(sought_words, one),
            )
        )
    return found


def _topic(sought: frozenset[str], one: Candidate) -> float:
    """Return the share of the topic's words in the words of somebody asked about or around them."""
    if not one.asked or not sought:
        return 0.0
    own = stems(one.text)
    start, end = surroundings(one.article, one.start, one.end)
    around = stems(one.article.text[start:end])
    return sum(1.0 if w in own else _AROUND * (w in around) for w in sought) / len(sought)


def _clipped(logit: float) -> float:
    return max(-_MOST_LOGIT, min(_MOST_LOGIT, logit))


def _told(candidate: Candidate) -> str:
    """Return a sentence with who speaks in it, and the label of its turn."""
    label = label_before(candidate.article.text, candidate.start)
    return f"{label} {candidate.speaker or ''} {candidate.text}"


def missing_share(names: Sequence[str], article: Article) -> float:
    """Return the share of `names` (folded words) that the article and its record do not hold."""
    if not names:
        return 0.0
    info = article.info
    record = " ".join(filter(None, (info.title, info.author, info.date, info.publication)))
    held = folded_words(article.text) | folded_words(record)
    return sum(not same_name(name, held) for name in names) / len(names)

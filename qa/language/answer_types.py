"""What the tables of a language hold of answers and of requests."""

from dataclasses import dataclass

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTables:
    """The words that answers are told by; `qa/language/en/answers` explains each.

    What is said around questions is whole messages.
    """

    clock: Words
    percent: Words
    ordinals: Words
    ranks: Words
    reaches: Words
    compared: Words
    follows: Words
    top: Words
    same_labels: Words
    happening: Words
    meant_labels: tuple[tuple[str, str], ...]
    correction_signs: Words
    right_figures: Words
    latest: Words
    greetings: Words
    thanks: Words
    farewells: Words
    help: Words
    speakers: Words
    articles: Words
    polite_before: Words
    polite_after: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTables:
    """The words of requests; `qa/language/en/asking/request_words.py` explains each."""

    list_verbs: Words
    list_requests: Words
    giving: Words
    compare_verbs: Words
    differences: Words
    differ: Words
    versus: Words
    both_sides: Words
    each_one: Words
    summary_verbs: Words
    topic_requests: Words
    quote_nouns: Words
    standpoints: Words
    changed: Words
    tracked: Words
    over_time: Words
    how_to: Words
    speeds: Words
    answering: Words

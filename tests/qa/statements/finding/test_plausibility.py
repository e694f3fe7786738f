"""What the rules take for speech and is none: programs, prices, tables, plans of the reader's."""

import pytest

from qa.statements.finding import find_candidates, find_statements
from qa.statements.plausibility.judging import LEAST, SeenIn, probabilities
from qa.training.attributions.examples import Example
from qa.training.attributions.fitting import both, probability

MANUAL = (
    "Those kettles don't support the new lid. The gas burner blasts the pan at full heat. You may "
    "want to add a second filter. The server requests a page from the cache.\n\n"
    "This map shows that the valve is shut. A single function adds two numbers."
)
NEWS = (
    "Rita Moss, the mayor, said the bridge would close. Council officials warned that it leaks. "
    "“We have no money,” Moss told the Herald. The report found that nobody had looked."
)


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in find_statements(text)]


def test_what_things_do_is_nothing_said() -> None:
    assert len(find_candidates(MANUAL)) >= 3  # to the rules alone
    named = [speaker for speaker, _ in said(MANUAL) if speaker]
    assert not {"Those kettles", "A single function", "The server"} & {*named}
    assert len(named) <= 1


def test_news_keeps_all_that_is_said() -> None:
    speakers = [speaker for speaker, _ in said(NEWS)]
    assert speakers == ["Rita Moss", "Council officials", "Rita Moss", "The report"]


def test_what_a_thing_reads_is_no_statement_though_it_is_quoted() -> None:
    text = f"{MANUAL} The tooltip of the button reads “Press twice to open the lid.”"
    assert [told for _, told in said(text) if told.startswith("“")] == []


def test_a_candidate_is_judged_by_what_can_be_seen() -> None:
    for text, likely in ((NEWS, True), (MANUAL, False)):
        found = find_candidates(text)
        seen = SeenIn(found)
        judged = [probabilities([*one.features, *seen(one.statement)])[0] for one in found]
        assert (sum(judged) / len(judged) > 2 * LEAST) is likely


@pytest.mark.parametrize("right", [True, False])
def test_weights_are_fitted_to_examples(right: bool) -> None:
    examples = [
        Example((f"cue {word}", "form past"), told, told and right, "judged", f"a{n}")
        for n in range(12)
        for word, told in (("say", True), ("blast", False))
    ]
    attributed, speaker = both(examples)
    assert probability(("cue say", "form past"), attributed) > 0.7
    assert probability(("cue blast", "form past"), attributed) < 0.3
    assert (probability(("cue say", "form past"), speaker) > 0.5) is right

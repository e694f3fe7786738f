"""The ways in which a follow-up can be meant: which there are, in what order, how many."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import LanguageError
from qa.questions.followups import MOST, REMEMBERED, Exchange, readings, rewrite, wordings

LEVY = "What did Ada Holm say about the levy?"
MET = "Did Ada Holm meet Maria Dahl in Lindmark?"


@pytest.mark.parametrize(
    ("before", "typed", "meant"),
    [
        (MET, "What did she promise?",
         ("What did Ada Holm promise?", "What did Maria Dahl promise?", "What did she promise?")),
        ("Did Ferrow Ulm praise Kim Orr?", "Did he thank him?",
         ("Did Kim Orr thank him?", "Did Ferrow Ulm thank him?", "Did he thank him?")),
        ("How is Ferrow related to Ada Holm?", "Why did she leave his party?",
         ("Why did Ada Holm leave Ferrow's party?", "Why did Ferrow leave his party?",
          "Why did she leave his party?")),
        ("Why did the council sell the ferry?", "Who bought it?",
         ("Who bought the ferry?", "Who bought the council?", "Who bought it?")),
        ("How many ferries did the council sell to Riga?", "Are they old?",
         ("Are the ferries old?", "Are the council old?", "Are Riga old?", "Are they old?")),
        ("Who fishes in Lindmark and in Varn?", "Who sleeps there?",
         ("Who sleeps in Lindmark?", "Who sleeps in Varn?", "Who sleeps there?")),
        ("Who was mayor in 1921?", "Who was bishop then?",
         ("Who was bishop then?", "Who was bishop in 1921?")),
        ("What did the owner of the mill fear?", "Why did she sell?",
         ("Why did the owner sell?", "Why did she sell?")),
        # a role takes the place of all of another, a name that of a name inside it
        ("What did the Varn captain say about rain?", "And the coach?",
         ("What did the Varn captain say about the coach?", "What did the coach say about rain?")),
        ("What did Dr. Read say about rain?", "And about snow?",
         ("What did Dr. Read say about snow?",)),
    ],
)  # fmt: skip
def test_a_pronoun_means_each_that_fits_the_most_prominent_first(
    before: str, typed: str, meant: tuple[str, ...]
) -> None:
    assert readings(typed, [before]) == meant


@pytest.mark.parametrize(
    ("before", "typed", "meant"),
    [
        ("What did Holm say about the levy?", "And Ferrow?",
         ("What did Holm say about Ferrow?", "What did Ferrow say about the levy?")),
        ("What did Holm say about the levy?", "what about fares?",
         ("What did Holm say about fares?",)),
        ("How many seats did the party win in 2015?", "and in 2019?",
         ("How many seats did the party win in 2019?",)),
        ("How dear was coal in 1921?", "And a year earlier?",
         ("How dear was coal in 1921 a year earlier?",)),
        ("How dear was coal when the war began?", "And when it ended?",
         ("How dear was coal when the war ended?",)),
        ("How much is the bonus in July?", "And for the cooks?",
         ("How much is the cooks in July?", "How much is the bonus in July for the cooks?")),
        ("Did the mill close?", "And the mayor, what did she promise?",
         ("what did the mayor promise?",)),
        ("Did the mill close?", "And the mayor, was it right?", ("was the mayor right?",)),
        ("Did the mill close?", "And the mayor, which of them paid?",
         ("which of them paid, according to the mayor?",)),
        ("What did Holm ask?", "And the mayor's reply?",
         ("What did Holm ask about the mayor's reply?", "What was the mayor's reply?")),
        ("How many people died?", "And how many are missing?",
         ("And how many people are missing?", "And how many are missing?")),
        (LEVY, "who disagreed?", ("Who disagreed about the levy?", "who disagreed?")),
        (LEVY, "anything else?", ("What else did Ada Holm say about the levy?",)),
        ("What does Holm tell guests not to eat?", "Why not?",
         ("Why does Holm tell guests not to eat that?",)),
        ("Is the lease long?", "For how long?", ("For how long is the lease long?",)),
    ],
)  # fmt: skip
def test_a_piece_takes_each_place_of_its_like(
    before: str, typed: str, meant: tuple[str, ...]
) -> None:
    assert readings(typed, [before]) == meant


def test_who_speaks_in_the_articles_takes_the_speakers_place_first() -> None:
    before = "What did Holm say about the levy?"
    found = readings("And Ferrow?", [before], is_person=lambda name: name == "Ferrow")
    assert found[:2] == ("What did Ferrow say about the levy?", "What did Holm say about Ferrow?")


def test_the_answers_name_people_too() -> None:
    given_ = "Rita Moss: “We sold it to Maria Dahl.” [1]\nAda Holm: “Never.” [2]"
    found = readings("What does she want?", [Exchange("Who sold the mill?", given_)])
    assert {f"What does {name} want?" for name in ("Rita Moss", "Maria Dahl", "Ada Holm")} < set(
        found
    )
    assert found == readings("What does she want?", ["Who sold the mill?", given_])


@pytest.mark.parametrize(
    "before",
    [
        "Why did Norwegian prosecutors drop the case?",
        "Why did the Danish minister leave?",
        "Why did Kestrian exports fall?",
        "Who pays Velmarkish officials?",
    ],
)
def test_a_nationality_is_nobody(before: str) -> None:
    for found in readings("When is he to leave?", [before]):
        for nobody in ("Norwegian", "Danish", "the Danish", "Kestrian", "Velmarkish"):
            assert f"is {nobody} to" not in found


@pytest.mark.parametrize(
    ("before", "person"),
    [("What did French say?", "French"), ("What does Petrosian want?", "Petrosian")],
)
def test_a_surname_like_a_nationality_is_somebody(before: str, person: str) -> None:
    assert readings("Is he ill?", [before])[0] == f"Is {person} ill?"


@pytest.mark.parametrize(
    ("history", "typed"),
    [
        ([LEVY], "What else did she say?"),  # the one woman named
        ([LEVY], "Why?"),
        ([LEVY], "Which trams run at night in Riga?"),
        ([], "And when is he to leave?"),
        (["  ", "?!"], "And when is he to leave?"),
        (["Why?", "When?", "Who?"], "And when is he to leave?"),
    ],
)
def test_what_leaves_nothing_open_has_one_reading(history: list[str], typed: str) -> None:
    assert len(readings(typed, history)) == 1


def test_with_nobody_named_it_stays_as_it_was_typed() -> None:
    history = ["Why was it done?", "Who paid?", "How long did it take?"] * 3
    assert readings("And when is he to leave?", history) == ("And when is he to leave?",)


def test_fifty_exchanges_give_a_handful_of_readings_of_the_latest() -> None:
    history = [
        Exchange(f"What did Ada Holm{n} ask Maria Dahl{n}?", f"Rita Moss{n}: “No.” [1]")
        for n in range(50)
    ]
    found = readings("What did she say?", history)
    assert len(found) == MOST
    assert len(history) > REMEMBERED / 2
    assert all("49" in one or "48" in one for one in found[:2])


def test_a_reading_is_searched_with_what_was_asked_before_where_it_leans_on_it() -> None:
    (context,) = {one.context for one in wordings("What did she promise?", [MET])}
    assert context == MET
    assert [one.context for one in wordings("Which trams run in Riga?", [MET])] == [""]
    (last,) = wordings("Why?", ["Who slept?", "Who ate?", LEVY])
    assert last.context == f"Who ate? {LEVY}"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError):
        readings("Why?", [LEVY], language="xx")


_WORDS = "and what when did he she they it there then Ada Holm Riga the council in 2019 say ? else"


@given(
    st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=8).map(" ".join),
    st.lists(
        st.sampled_from([LEVY, MET, "Why?", "Who pays?", "Rita Moss: “It is so.” [1]", " "]),
        max_size=5,
    ),
)
@settings(max_examples=120, deadline=None)
def test_readings_are_few_unlike_and_begin_with_the_rewriting(
    typed: str, history: list[str]
) -> None:
    found = readings(typed, history)
    assert 1 <= len(found) <= MOST
    assert len(set(found)) == len(found)
    assert found[0] == rewrite(typed, history)

"""Pieces of questions, bare question words, and the turns they follow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import LanguageError
from qa.questions.conversations.bare_question_words import with_another_word, with_else
from qa.questions.conversations.conversation import LONGEST, Conversation
from qa.questions.conversations.pieces import with_piece
from qa.questions.followups import REMEMBERED, Exchange, rewrite


def after(question: str, answer: str = "", *people: str) -> Conversation:
    conversation = Conversation(is_person=lambda name: name in people).after_question(question)
    return conversation.after_answer(answer) if answer else conversation


SAID = "What did Berg say about Iran?"


@pytest.mark.parametrize(
    "typed",
    ["And about NATO?", "and on NATO", "but regarding NATO?", "So, what about NATO?",
     "How about NATO?", "What of NATO?", "And NATO?", "NATO?", "Also NATO, too?" , "NATO instead",
     "NATO as well", "then NATO", "About NATO, though", "Okay, and about NATO then?"],
)  # fmt: skip
def test_a_piece_is_linked_in_many_ways(typed: str) -> None:
    asked = (with_piece(typed, after(SAID)) or "").replace("NATO,?", "NATO?")
    assert asked == "What did Berg say about NATO?"


@pytest.mark.parametrize(
    "typed",
    ["Thanks!", "Great, thank you", "yes", "so interesting", "What did Dahl say about Iran?",
     "And who paid?", "the very long way round the harbour of Riga", "?", "and"],
)  # fmt: skip
def test_what_is_no_piece_stays(typed: str) -> None:
    assert with_piece(typed, after(SAID)) is None


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        ("What sank in 2010 at Riga?", "And in 2012?", "What sank in 2012 at Riga?"),
        ("What sank during May 1999?", "In June 2012?", "What sank In June 2012?"),
        ("What sank in the year 2010?", "and after the war?", "What sank after the war?"),
        ("What sank since May 3, 2010?", "until 1950?", "What sank until 1950?"),
        ("What sank?", "And before the first war?", "What sank before the first war?"),
        ("What sank at Riga?", "In the spring", "What sank at Riga In the spring?"),
        ("What sank at Riga?", "and in the 1990s", "What sank at Riga in the 1990s?"),
        ("What sank at Riga?", "by last month", "What sank at Riga by last month?"),
        ("What sank at Riga?", "from March", "What sank at Riga from March?"),
        ("What sank at Riga?", "in Oslo?", "What sank at Oslo?"),
    ],
)  # fmt: skip
def test_a_time_takes_the_place_of_a_time_or_comes_last(
    before: str, typed: str, asked: str
) -> None:
    assert with_piece(typed, after(before)) == asked


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        (SAID, "And Rita Moss?", "What did Rita Moss say about Iran?"),
        (SAID, "What about Rita Moss?", "What did Rita Moss say about Iran?"),
        (SAID, "About Rita Moss?", "What did Berg say about Rita Moss?"),
        (SAID, "And what about Holm?", "What did Holm say about Iran?"),
        (SAID, "And about Holm?", "What did Berg say about Holm?"),
        ("What did Berg, Dahl and Ash say?", "And Holm?", "What did Holm say?"),
        ("What did Berg say?", "And the toll?", "What did Berg say about the toll?"),
        ("Did Berg say that Riga sank?", "And Oslo?", "Did Berg say that Oslo?"),
        ("Who wrote the article on trams?", "And ferries?", "Who wrote the article on ferries?"),
        ("Which articles are by Venn?", "And Oda?", "Which articles are by Oda?"),
        ("How many articles are there?", "And Oda?", None),
        ("Who met Rita Moss in Riga?", "And Tom Ash?", "Who met Tom Ash in Riga?"),
        ("Who met Rita Moss in Riga?", "And Corrie Island?", "Who met Rita Moss in Corrie Island?"),
        ("Who paid the old toll?", "And the fine?", "Who paid the fine?"),
        ("Who slept?", "And the fine?", "Who slept, the fine?"),
        ("What did Berg think? ", "And her son?", "What did Berg think about Berg's son?"),
    ],
)  # fmt: skip
def test_a_piece_takes_the_place_of_what_is_like_it(
    before: str, typed: str, asked: str | None
) -> None:
    assert with_piece(typed, after(before, "", "Holm")) == asked


@pytest.mark.parametrize(
    "name", ["Tom Ash", "Indira Ulm", "Andrea Orr", "Byron Holm", "Forest Dahl"]
)
def test_a_name_is_taken_whole_though_it_begins_like_a_preposition(name: str) -> None:
    assert with_piece(f"And {name}?", after(SAID, "", name)) == f"What did {name} say about Iran?"
    assert with_piece(name, after(SAID, "", name)) == f"What did {name} say about Iran?"


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        (SAID, "And why?", "Why did Berg say that about Iran?"),
        (SAID, "how so?", "How did Berg say that about Iran?"),
        (SAID, "Since when was it?", "Since when did Berg say that about Iran?"),
        (SAID, "What year?", "In what year did Berg say that about Iran?"),
        (SAID, "When exactly?", "When did Berg say that about Iran?"),
        (SAID, "How did they decide that?", None),
        (SAID, "Who was that?", None),
        (SAID, "What was it?", None),
        (SAID, "Why not?", "Why did not Berg say about Iran?"),
        ("And who paid?", "When?", "When: who paid?"),
        ("Which boats sank?", "Why?", "Why: which boats sank?"),
        ("Iran and NATO", "Why?", "Why, Iran and NATO?"),
        ("Is Riga old?", "How?", "How is Riga old?"),
        ("In what year did Riga sink?", "Why?", "Why did Riga sink?"),
        ("What boats did Berg find?", "When?", "When did Berg find?"),
        ("What did Berg talk about?", "Why?", "Why did Berg talk?"),
        ("What did the report state?", "Why?", "Why did the report state that?"),
        ("What did Berg say that for?", "Why?", "Why did Berg say that?"),
        ("Who said Riga sank?", "Who?", "Who: who said Riga sank?"),
        ("Who said that Riga sank?", "Where?", "Where was it said that Riga sank?"),
    ],
)
def test_another_question_word_asks_the_rest_anew(
    before: str, typed: str, asked: str | None
) -> None:
    assert with_another_word(typed, after(before)) == asked


@pytest.mark.parametrize(
    ("before", "typed", "asked"),
    [
        ("What did Berg say?", "And who else?", "Who else said something?"),
        ("What did Berg say?", "What else?", "What else did Berg say?"),
        ("What did Berg say?", "Anything more?", "What else did Berg say?"),
        ("What did Berg say?", "Nothing else?", "What else did Berg say?"),
        ("Who did Berg meet?", "Anybody else?", "Who else did Berg meet?"),
        ("When did Riga sink?", "who else?", "Who else Riga sink?"),
        ("When did Riga sink?", "Where else?", "Where else did Riga sink?"),
        ("Who else slept?", "Someone else?", "Who else slept?"),
        ("Which boat sank?", "How else?", "How else sank?"),
        ("Iran", "Why else?", "Why else Iran?"),
        ("Who sank?", "Who else then?", None),
    ],
)
def test_else_asks_for_more(before: str, typed: str, asked: str | None) -> None:
    assert with_else(typed, after(before)) == asked


def test_who_said_it_is_taken_from_the_answer() -> None:
    heard = after("Who said that Riga sank?", "Tom Ash said so.")
    assert with_another_word("When?", heard) == "When did Tom Ash say that Riga sank?"


# --- turns ----------------------------------------------------------------------------------------


def test_only_the_last_turns_are_looked_back_over() -> None:
    old = [SAID, *(f"Is rain {number}?" for number in range(REMEMBERED - 2))]
    assert rewrite("What did he say?", [*old, "Is rain wet?"]) == "What did Berg say?"
    assert rewrite("What did he say?", [*old, "Is rain wet?", "Is it?"]) == "What did he say?"


def test_a_text_after_a_question_is_an_answer_unless_it_asks() -> None:
    assert rewrite("Where is she?", ["Who slept?", "Rita Moss slept."]) == "Where is Rita Moss?"
    assert rewrite("And Oslo?", ["Who slept in Riga?", "List boats of Ulm"]) == "List boats of Oslo"
    assert rewrite("And Oslo?", ["boats of Ulm"]) == "boats of Oslo"
    history = ["Who slept?", "No answer.", "boats of Ulm"]
    assert rewrite("And Oslo?", history) == "Who slept, boats of Oslo?"


def test_long_turns_are_looked_at_in_part() -> None:
    far = f"Who {'x ' * LONGEST} met Rita Moss?"
    assert rewrite("Did she?", [far]) == "Did she?"
    assert (
        rewrite("Did she?", [Exchange("Who slept?", f"{'x ' * LONGEST} Rita Moss")]) == "Did she?"
    )


def test_spaces_are_single_and_other_languages_refused() -> None:
    assert rewrite("Is  it\nso ?", ["Who slept?"]) == "Is it so ?"
    assert rewrite(" Is  it?", []) == " Is  it?"
    with pytest.raises(LanguageError, match="'xx'"):
        rewrite("Why?", [], language="xx")


def test_earlier_followups_are_completed_before_later_ones() -> None:
    history = [SAID, "And about NATO?", "Why?"]
    assert rewrite("When?", history) == "When did Berg say that about NATO?"
    heard = [Exchange(SAID, None), Exchange("And Rita Moss?", "She said no.")]
    assert rewrite("What did she say of Oslo?", heard) == "What did Rita Moss say of Oslo?"


TYPED = st.lists(st.sampled_from(
    "and what about why who else when in 2012 Berg NATO the toll did she it say ?".split()
), max_size=6).map(" ".join)  # fmt: skip


@given(TYPED, st.sampled_from([SAID, "Who sank?", "How many articles by Venn?"]))
@settings(max_examples=80)
def test_a_followup_never_loses_its_names_and_numbers(typed: str, before: str) -> None:
    asked = rewrite(typed, [before])
    for word in ("NATO", "2012"):
        assert word in asked or word not in typed
    assert asked == " ".join(asked.split())

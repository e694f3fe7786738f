"""What a conversation remembers, and whom and what its pronouns mean."""

from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.focus import focus_of, named_in_full, nouns_of
from qa.questions.conversations.pronoun_names import with_names


def after(*questions: str, answer: str = "") -> Conversation:
    conversation = Conversation()
    for question in questions:
        conversation = conversation.after_question(question)
    return conversation.after_answer(answer) if answer else conversation


def test_who_was_named_last_is_most_prominent() -> None:
    conversation = after("What did Anna Berg say?", "What did Maria Dahl say?")
    assert conversation.people("f")[0] == "Maria Dahl"
    assert conversation.exchange == 2


def test_a_gender_that_does_not_fit_is_never_meant() -> None:
    conversation = after("What did Anna Berg say to Carl Dahl?")
    assert conversation.people("f")[0] == "Anna Berg"
    assert conversation.people("m")[0] == "Carl Dahl"
    assert after("What did Anna Berg say?").people("m") == ()


def test_who_comes_up_often_stays_prominent() -> None:
    conversation = after(
        "What did Anna Berg say?", "When did Anna Berg speak?", "Did Berg meet Maria Dahl?"
    )
    assert conversation.people("f")[0] == "Anna Berg"


def test_sorts_of_mentions_answer_to_their_own_pronouns() -> None:
    conversation = after("Did the Harbour Authority of Riga close the port in Lindmark?")
    assert conversation.groups()[0] == "the Harbour Authority of Riga"
    assert conversation.places()[0] == "Lindmark"
    assert conversation.people("m") == ()


def test_an_answer_is_remembered_unless_it_says_nothing() -> None:
    asked = after("Who spoke?")
    heard = asked.after_answer("Anna Berg spoke.")
    assert (heard.people("f")[0], heard.answer) == ("Anna Berg", "Anna Berg spoke.")
    for nothing in ("I don't know.", "Unknown", "Not stated."):
        assert asked.after_answer(nothing) == asked


def test_the_topic_or_the_last_noun_is_what_a_question_is_about() -> None:
    assert focus_of(after("What did Berg say about the toll?")) == "the toll"
    assert focus_of(after("When did Riga open the long bridge?")) == "the long bridge"
    assert focus_of(after("What was unique about Lindmark during the war?")) == "Lindmark"
    assert focus_of(after("Which articles are there about the tram?")) == (
        "the articles about the tram"
    )
    assert focus_of(after("Who cares?")) is None
    assert focus_of(Conversation()) is None


def test_a_noun_ends_at_its_verb_or_preposition() -> None:
    found = list(nouns_of("When did the head of ports leave?", "en"))
    assert [noun for noun, *_ in found] == ["head of ports"]
    ((noun, start, end),) = nouns_of("Why is its new gate in Riga shut?", "en")
    assert (noun, start, end) == ("new gate", 7, 19)


def test_a_shortened_name_is_given_in_full_once() -> None:
    conversation = after("What is the Tarnbridge flood levy?")
    assert named_in_full("Who pays the levy?", conversation) == (
        "Who pays the Tarnbridge flood levy?"
    )
    kept = "Who pays the Tarnbridge flood levy?"
    assert named_in_full(kept, conversation) == kept
    assert named_in_full("Who pays the levy of Kessing?", conversation) == (
        "Who pays the levy of Kessing?"
    )


def test_pronouns_with_nothing_to_mean_stay() -> None:
    assert with_names("What did she say?", Conversation()) == "What did she say?"
    conversation = after("What did Anna Berg say about the toll?")
    for text in (
        "Is it true that it rained?",
        "Is there a toll?",
        "What did Maria Dahl say about her plan?",
    ):
        assert with_names(text, conversation) == text


def test_names_take_the_form_of_their_pronoun() -> None:
    conversation = after("What did Anna Berg say about the toll?")
    assert with_names("What is her view?", conversation) == "What is Anna Berg's view?"
    assert with_names("Who met her?", conversation) == "Who met Anna Berg?"
    assert with_names("She's late?", conversation) == "Anna Berg's late?"

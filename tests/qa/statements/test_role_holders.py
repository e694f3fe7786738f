import pytest

from index.articles.article import Article, ArticleInfo
from qa.answers import Kind
from qa.people.known.index_cast import IndexCast
from qa.questions.understanding import understand
from qa.statements.finding import find_statements
from qa.statements.meant_roles import role_meant
from qa.statements.role_holders import holders_of, said_in_role
from qa.statements.speakers import spoken_by, with_implied_speakers
from qa.statements.stored import SpokenIn

HARBOUR = """The night boat returns in August, the harbour master, Ada Okafor, said on Monday.

The union was angry. Its secretary, Tom Vane, said the levy was a gift to the ferry company.

"We lost the spring," said Una Holt, who owns the camp site. Rita Moss, mother of twins, said \
the boat was never on time.
"""
SCHOOL = """The school's cook, Ben Lark, said the new oven was too small.

The head teacher, Iris Dahl, said that meals would cost more.
"""


def spoken(*texts: str) -> list[SpokenIn]:
    articles = [Article(info=ArticleInfo(id=f"a{n}"), text=text) for n, text in enumerate(texts)]
    return [(article, one) for article in articles for one in find_statements(article.text)]


BOTH = spoken(HARBOUR, SCHOOL)


@pytest.mark.parametrize(
    ("role", "speaker"),
    [
        ("the harbour master", "Ada Okafor"),
        ("the secretary of the union", "Tom Vane"),
        ("the owner of the camp site", "Una Holt"),
        ("a mother of twins", "Rita Moss"),
        ("the cook", "Ben Lark"),
        ("the school's chef", "Ben Lark"),
    ],
)
def test_a_role_finds_who_holds_it(role: str, speaker: str) -> None:
    assert {s.speaker for _, s in said_in_role(BOTH, role)} == {speaker}
    assert {s.speaker for _, s in spoken_by(BOTH, role)} == {speaker}


@pytest.mark.parametrize("role", ["the surgeon", "the bishop of the harbour", "", "the of", "of"])
def test_a_role_that_nobody_holds_finds_nobody(role: str) -> None:
    assert said_in_role(BOTH, role) == []


def test_how_well_a_role_fits_is_told() -> None:
    (exact,) = holders_of(BOTH, "the harbour master")
    (alike,) = holders_of(BOTH, "the chef")
    assert exact.fit == 1.0
    assert alike.fit == 0.8


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("What would the harbour master make of the new quay?", "the harbour master"),
        ("Does the cook regret the oven?", "the cook"),
        ("In the view of the cook, was the oven right?", "the cook"),
        ("What did the surgeon tell the cook?", None),
        ("What happened?", None),
    ],
)
def test_the_first_noun_phrase_may_say_who_is_meant(question: str, role: str | None) -> None:
    assert role_meant(question, BOTH) == role


def test_keywords_with_a_name_mean_what_somebody_said() -> None:
    cast = IndexCast(tuple(sorted({s.speaker for _, s in BOTH if s.speaker})))
    found = with_implied_speakers(understand("okafor night boat"), BOTH, cast)
    assert (found.kind, found.speakers, found.sure) == (Kind.TOPIC, ("okafor",), False)
    alone = with_implied_speakers(understand("night boat"), BOTH, cast)
    assert (alone.kind, alone.speakers) == (Kind.TOPIC, ())


def test_who_is_asked_for_is_nobody_named() -> None:
    question = understand("Who said that the levy was a gift to the ferry company?")
    assert with_implied_speakers(question, BOTH) == question

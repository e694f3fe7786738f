"""Articles that change, and questions about them of which few are ever the same."""

import random

from index.articles.article import Article, ArticleInfo

PEOPLE = ["Ada Voss", "Bram Ilk", "Cora Lund", "Dov Resnik"]
_THINGS = ["the ferry", "the harbour", "the treaty", "the price of salt", "the new bridge"]
_QUESTIONS = [
    "What did {person} say about {thing}?",
    "Who spoke about {thing}?",
    "How many people came to see {thing}?",
    "{thing}",
    "{thing} {number}",
    "What did {person} say about {thing} in meeting {number}?",
    "Did {person} say that {thing} costs {number}?",
    "When did {number} people come to see {thing}?",
    "Compare what {person} and {other} said about {thing}.",
    "List all who spoke about {thing} {number}.",
]
_FOLLOW_UPS = ["And what about {thing}?", "What else did he say?", "And {other}?"]


def text_of(number: int, version: int) -> str:
    """Return the text that a moving article has in one of its versions."""
    chance = random.Random(f"{number} {version}")
    paragraphs = []
    for _ in range(chance.randint(2, 12)):
        person, thing = chance.choice(PEOPLE), chance.choice(_THINGS)
        paragraphs.append(
            f"{chance.randint(2, 900)} people came to see {thing}. “We shall keep {thing} whatever "
            f"it costs,” said {person}, who had come from {chance.choice(_THINGS)} that day. "
            f"Nothing else was decided in meeting {chance.randint(1, 10**6)}."
        )
    return "\n\n".join(paragraphs) + f"\n\nThis is version {version} of report {number}."


def moving(number: int, version: int) -> Article:
    """Return a moving article; its text names its version."""
    info = ArticleInfo(
        id=f"moving-{number}",
        title=f"Report {number}",
        author=PEOPLE[number % 4],
        date=f"2021-{1 + number % 12:02}",
    )
    return Article(info=info, text=text_of(number, version))


def question_of(chance: random.Random, *, follows: bool) -> str:
    """Return a question, or a follow-up; few are ever the same."""
    person, other = chance.sample(PEOPLE, 2)
    kinds = _FOLLOW_UPS if follows and chance.random() < 0.5 else _QUESTIONS
    return chance.choice(kinds).format(
        person=person, other=other, thing=chance.choice(_THINGS), number=chance.randint(1, 10**7)
    )

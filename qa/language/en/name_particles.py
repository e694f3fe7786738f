"""Small words within and after names of people."""

from qa.language.word_set import word_set

PARTICLES = word_set(
    "abu af al ap ben bin da de del della den der di dos du el ibn la le ten ter van von"
)
"""What stands in small letters within a name: Ludwig *van* Beethoven."""

GENERATIONS = word_set("jr sr ii iii iv")
DEGREES = word_set("phd md ba ma msc")

NAME_LINKS = ("of", "of the", "for", "and the", "on the")
"""What ties the words of a body's name: the Ministry *of* Health."""

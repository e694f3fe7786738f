"""A few articles in which a mayor and an engineer speak about a dam, and about other things."""

from index.articles.article import Article, ArticleInfo


def _article(name: str, date: str | None, text: str) -> Article:
    info = ArticleInfo(
        id=name,
        title=name.replace("-", " ").title(),
        date=date,
        publication="The Kell Courier",
        url=f"https://courier.example/{name}",
        lang="en",
    )
    return Article(info=info, text=text)


ARTICLES = (
    _article(
        "dam-to-be-raised",
        "2019-03-04",
        "“We will raise the Kell dam before the winter,” Rita Moss, the mayor, said on Monday.\n\n"
        "“The dam is high enough as it stands,” said Tom Ash, the engineer.\n\n"
        "The buses were talked about, too. “The buses are late again,” Moss said.",
    ),
    _article(
        "dam-is-dear",
        "2019-03-19",
        "“Nobody told me that the dam would cost nine million,” Rita Moss said.",
    ),
    _article(
        "dam-put-off",
        "2020-06-08",
        "The Kell dam was on the agenda for the third time.\n\n"
        "The council then heard of the dam. “It can wait,” Rita Moss said.\n\n"
        "Tom Ash said that dams of this kind last for a century.",
    ),
    _article(
        "rain-gauge",
        None,
        "“Everything that holds back our reservoir is safe,” Tom Ash said.\n\n"
        "“Gardens need less of it,” said Ada Quill, who sells eels.",
    ),
    _article(
        "markup",
        "2020-07-01",
        "“My name is no markup,” said Bold <Img> Onload.\n\n"
        "“The bakery opens at six,” said Ruta Moss-Berg, a baker.",
    ),
)

"""The authors that a record names, however it orders their names."""

import pytest

from index.articles.article import ArticleInfo
from qa.people.authors import authors


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Rita Moss", ["Rita Moss"]),
        ("Rita Moss, Tom Ash", ["Rita Moss", "Tom Ash"]),
        ("Rita Moss and Tom Ash", ["Rita Moss", "Tom Ash"]),
        ("Moss, Rita", ["Rita Moss"]),
        ("Moss, Rita; Ash, Tom", ["Rita Moss", "Tom Ash"]),
        (None, []),
    ],
)
def test_authors_one_name_each(author: str | None, names: list[str]) -> None:
    assert authors(ArticleInfo(id="a", author=author)) == names

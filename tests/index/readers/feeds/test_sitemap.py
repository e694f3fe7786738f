from pathlib import Path

from index.readers import read
from index.readers.sources import Link, ReadOutcome, Source

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _read(folder: Path, content: str) -> ReadOutcome:
    path = folder / "sitemap.xml"
    path.write_text(content, encoding="utf-8")
    return read(Source(str(path), path))


def test_pages_become_links_and_pictures_do_not(tmp_path: Path) -> None:
    outcome = _read(
        tmp_path,
        f"""<urlset {SPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://quay.example/a </loc><lastmod>2023-05-08T10:00:00+02:00</lastmod>
<image:image><image:loc>https://quay.example/a.jpg</image:loc></image:image></url>
<url><loc>https://quay.example/a</loc></url><url><loc>file:///etc/passwd</loc></url>
<url><loc>https://quay.example/b</loc><lastmod>soon</lastmod></url></urlset>""",
    )
    assert outcome.links == (
        Link("https://quay.example/a", "2023-05-08T10:00:00+02:00"),
        Link("https://quay.example/b"),
    )
    assert (outcome.articles, outcome.failures) == ((), ())


def test_an_index_of_sitemaps_and_a_damaged_one(tmp_path: Path) -> None:
    index = f"<sitemapindex {SPACE}><sitemap><loc>https://quay.example/1.xml</loc></sitemap>"
    outcome = _read(tmp_path, index)
    assert outcome.links == (Link("https://quay.example/1.xml", kind="list"),)
    assert "damaged XML" in outcome.failures[0].error
    assert "1 links in it were read" in outcome.failures[0].error
    assert _read(tmp_path, "<urlset/>").skipped[0].reason == "lists no pages"

"""Slides of PowerPoint: pages, titles, tables, charts, and what no audience sees."""

from pathlib import Path

from office_files import office, read_as, relations

from index.articles.article import Article
from index.readers.sources import ReadOutcome

SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def _p(text: str, settings: str = "", more: str = "") -> str:
    return f"<a:p><a:pPr>{more}</a:pPr><a:r><a:rPr {settings}<a:t>{text}</a:t></a:r></a:p>"


def _plain(*texts: str) -> str:
    return "".join(_p(text, "/>") for text in texts)


def _shape(text: str, kind: str = "", *, name: str = "", fill: str = "", place: str = "") -> str:
    holder = f'<p:ph type="{kind}"/>' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="s" {name}/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}{fill}</p:spPr><p:txBody>{text}</p:txBody></p:sp>"
    )


def _slide(*shapes: str, show: str = "1", background: str = "") -> str:
    return (
        f'<p:sld {SPACES} show="{show}"><p:cSld>{background}<p:spTree>{"".join(shapes)}</p:spTree>'
        "</p:cSld></p:sld>"
    )


def _presentation(*slides: str, first: int = 1, core: str = "", **parts: str) -> bytes:
    entries = "".join(f'<p:sldId id="{at}" r:id="r{at}"/>' for at in range(len(slides)))
    kinds = {f"r{at}": ("slide", f"slides/s{at}.xml") for at in range(len(slides))}
    given: dict[str, str | bytes] = {
        "ppt/p.xml": f'<p:presentation {SPACES} firstSlideNum="{first}"><p:sldIdLst>{entries}'
        '</p:sldIdLst><p:sldSz cx="9000" cy="6000"/></p:presentation>',
        "ppt/_rels/p.xml.rels": relations(kinds),
    }
    others = {key: (key, f"../{key}.xml") for key in parts}
    for at, slide in enumerate(slides):
        given[f"ppt/slides/s{at}.xml"] = slide
        given[f"ppt/slides/_rels/s{at}.xml.rels"] = relations(others)
    given |= {f"ppt/{key}.xml": inner for key, inner in parts.items()}
    return office("ppt/p.xml", given, core)


def _outcome(folder: Path, *slides: str, first: int = 1, **parts: str) -> ReadOutcome:
    outcome = read_as(folder, "talk.pptx", _presentation(*slides, first=first, **parts))
    assert outcome.failures == ()
    return outcome


def _article(folder: Path, *slides: str, first: int = 1, **parts: str) -> Article:
    (article,) = _outcome(folder, *slides, first=first, **parts).articles
    return article


def _pages(article: Article) -> list[tuple[str, str]]:
    return [(one.label, article.text[one.start : one.end]) for one in article.marked("page")]


def test_each_slide_is_a_page(tmp_path: Path) -> None:
    article = _article(
        tmp_path,
        _slide(
            _shape(_plain("Ferry stays"), "ctrTitle"),
            _shape(_plain("By Ada Löfgren"), "subTitle"),
            _shape(_plain("Nobody sailed.")),
        ),
        _slide(_shape(_plain("The quay is shut.")), _shape(_plain("The quay"), "title")),
    )
    assert (article.info.title, article.info.author) == ("Ferry stays", "Ada Löfgren")
    assert _pages(article) == [("1", "Nobody sailed."), ("2", "The quay\n\nThe quay is shut.")]
    assert [article.text[slice(*span)] for span in article.headings] == ["The quay"]


def test_the_first_slide_is_believed_before_the_properties(tmp_path: Path) -> None:
    slides = (
        _slide(_shape(_plain("Ferry stays"), "title"), _shape(_plain("Shut."))),
        _slide(_shape(_plain("The quay"), "title")),
    )
    data = _presentation(*slides, core="<dc:title>Template of the port</dc:title>")
    (article,) = read_as(tmp_path, "talk.pptx", data).articles
    assert article.info.title == "Ferry stays"


def test_slides_bear_their_numbers_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    outcome = _outcome(
        tmp_path,
        _slide(_shape(_plain("One."))),
        _slide(_shape(_plain("Hidden words.")), show="0"),
        _slide(_shape(_plain("Three."))),
        first=5,
    )
    assert _pages(outcome.articles[0]) == [("5", "One."), ("7", "Three.")]
    assert [one.reason for one in outcome.skipped] == ["a hidden slide"]
    assert outcome.skipped[0].path.endswith("talk.pptx, slide 6")


def test_numbers_dates_and_footers_of_slides_are_no_text(tmp_path: Path) -> None:
    field = '<a:p><a:fld type="slidenum"><a:t>7</a:t></a:fld></a:p>'
    article = _article(
        tmp_path,
        _slide(
            _shape(_plain("Foot"), "ftr"),
            _shape(_plain("7"), "sldNum"),
            _shape(_plain("Seen.") + field),
        ),
    )
    assert article.text == "Seen."


def test_what_no_audience_sees_is_not_read(tmp_path: Path) -> None:
    white = '><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr>'
    clear = '><a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>'
    outside = '<a:xfrm><a:off x="-5000" y="0"/><a:ext cx="4000" cy="10"/></a:xfrm>'
    dark = '<a:solidFill><a:srgbClr val="102030"/></a:solidFill>'
    hidden = (
        _shape(_plain("a"), name='hidden="1"'),
        _shape(_plain("b"), place=outside),
        _shape(_p("c", white) + _p("d", f"{clear}</a:rPr>") + _p("e", 'sz="100"/>')),
        _shape(_plain("Seen.")),
    )
    assert _article(tmp_path, _slide(*hidden)).text == "Seen."
    box = _slide(_shape(_p("White on dark.", white), fill=dark))
    assert _article(tmp_path, box).text == "White on dark."
    background = f"<p:bg><p:bgPr>{dark}</p:bgPr></p:bg>"
    on_dark = _slide(_shape(_p("White.", white)), background=background)
    assert _article(tmp_path, on_dark).text == "White."


def test_lists_tables_and_groups(tmp_path: Path) -> None:
    bullet, number = '<a:buChar char="•"/>', '<a:buAutoNum type="arabicPeriod"/>'
    items = _p("Pay.", "/>", bullet) + _p("Wait.", "/>", bullet)
    steps = _p("One.", "/>", number) + _p("Two.", "/>", number)
    cell = "<a:tc><a:txBody>{}</a:txBody></a:tc>"
    rows = "".join(
        f"<a:tr>{cell.format(_plain(first))}{cell.format(_plain(second))}</a:tr>"
        for first, second in (("Port", "Ships"), ("Arne", "9"))
    )
    frame = (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData>"
        "</a:graphic></p:graphicFrame>"
    )
    group = f"<p:grpSp>{_shape(_plain('In a group.'))}</p:grpSp>"
    article = _article(tmp_path, _slide(_shape(items), _shape(steps), frame, group))
    assert article.text == (
        "- Pay.\n- Wait.\n\n1. One.\n2. Two.\n\nPort | Ships\nArne | 9\n\nIn a group."
    )
    assert [one.kind for one in article.marks] == ["page", "table"]


def test_charts_are_tables_and_diagrams_lines(tmp_path: Path) -> None:
    point = '<c:pt idx="{}"><c:v>{}</c:v></c:pt>'
    series = (
        f"<c:ser><c:tx>{point.format(0, 'Tolls')}</c:tx><c:cat>{point.format(0, 'May')}"
        f"{point.format(1, 'June')}</c:cat><c:val><c:formatCode>0%</c:formatCode>"
        f"{point.format(0, 0.25)}{point.format(1, 0.5)}</c:val></c:ser>"
    )
    chart = (
        f"<c:chartSpace {SPACES}><c:chart><c:title><a:t>Tolls by month</a:t></c:title>"
        f"<c:plotArea><c:barChart>{series}</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    nodes = "".join(
        f'<dgm:pt type="{kind}"><dgm:t>{_plain(text)}</dgm:t></dgm:pt>'
        for kind, text in (("node", "Pay"), ("sibTrans", "no"), ("node", "Sail"))
    )
    diagram = f"<dgm:dataModel {SPACES}><dgm:ptLst>{nodes}</dgm:ptLst></dgm:dataModel>"
    frame = (
        "<p:graphicFrame><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></p:graphicFrame>"
    )
    slide = _slide(
        frame.format('<c:chart r:id="chart"/>'), frame.format('<dgm:relIds r:dm="diagram"/>')
    )
    article = _article(tmp_path, slide, chart=chart, diagram=diagram)
    assert article.text == "Tolls by month\n\n | Tolls\nMay | 25%\nJune | 50%\n\nPay\n\nSail"


def test_slides_of_pictures_are_a_message(tmp_path: Path) -> None:
    outcome = read_as(tmp_path, "talk.pptx", _presentation(_slide("<p:pic/>")))
    assert "pictures of text are not read" in outcome.failures[0].error

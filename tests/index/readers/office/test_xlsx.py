"""Sheets of Excel: what cells show, tables, articles in rows, what is hidden."""

from pathlib import Path

import pytest
from office_files import office, read_as, relations

from index.readers.office.amounts import shown
from index.readers.sources import ReadOutcome

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STYLES = f"""<styleSheet {SPACE}>
<numFmts><numFmt numFmtId="164" formatCode="&quot;£&quot;#,##0"/></numFmts>
<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><sz val="1"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid">
<fgColor rgb="FF102030"/></patternFill></fill></fills>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/>
<xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="1" fillId="1"/><xf numFmtId="0" fontId="2"/>
</cellXfs></styleSheet>"""


def _cell(value: object, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr" s="{style}"><is><t>{value}</t></is></c>'
    return f'<c s="{style}"><v>{value}</v></c>'


def _row(*cells: object, more: str = "") -> str:
    inner = "".join(
        _cell(*one) if isinstance(one, tuple) else "<c/>" if one is None else _cell(one)
        for one in cells
    )
    return f"<row {more}>{inner}</row>"


def _workbook(
    sheets: dict[str, str], *, states: dict[str, str] | None = None, **more: str
) -> bytes:
    entries = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{(states or {}).get(name, "visible")}" '
        f'r:id="r{at}"/>'
        for at, name in enumerate(sheets)
    )
    kinds = {f"r{at}": ("worksheet", f"s{at}.xml") for at in range(len(sheets))}
    kinds |= {"x": ("styles", "styles.xml"), "y": ("sharedStrings", "strings.xml")}
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {SPACE} {RELATED}><sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(kinds),
        "xl/styles.xml": STYLES,
        "xl/strings.xml": more.pop("strings", f"<sst {SPACE}/>"),
    }
    for at, inner in enumerate(sheets.values()):
        before, _, rows = inner.rpartition("</cols>")
        columns = f"{before}</cols>" if before else ""
        sheet = f"<worksheet {SPACE}>{columns}<sheetData>{rows}</sheetData></worksheet>"
        parts[f"xl/s{at}.xml"] = sheet
    return office("xl/workbook.xml", parts, **more)


def _read(folder: Path, rows: str, **more: str) -> ReadOutcome:
    return read_as(folder, "tolls.xlsx", _workbook({"Tolls": rows}, **more))  # type: ignore[arg-type]


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    rows = _row("Day", "Share", "Sum", "Rate") + _row((45000, 1), (0.25, 2), (1200, 3), 1.5)
    (article,) = _read(tmp_path, rows).articles
    assert article.text == "Day | Share | Sum | Rate\n2023-03-15 | 25% | £1,200 | 1.5"
    (mark,) = article.marked("table")
    assert (mark.label, mark.start, mark.end) == ("Tolls", 0, len(article.text))
    assert article.info.title == "tolls"


def test_strings_are_shared_and_rich(tmp_path: Path) -> None:
    strings = (
        f"<sst {SPACE}><si><r><t>Fer</t></r><r><t>ry</t></r><r><rPr><sz val='1'/></rPr><t>x</t></r>"
        "<rPh><t>phonetic</t></rPh></si><si><t>Quay</t></si></sst>"
    )
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>' + _row(1, 2)
    (article,) = _read(tmp_path, rows, strings=strings).articles
    assert article.text == "Ferry | Quay\n1 | 2"


def test_formulas_give_what_they_came_to(tmp_path: Path) -> None:
    rows = (
        _row("Sum", "Word", "Yes")
        + '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>"a"</f><v>a</v></c>'
        + '<c t="b"><v>1</v></c></row>'
    )
    assert _read(tmp_path, rows).articles[0].text == "Sum | Word | Yes\n2 | a | TRUE"


def test_what_is_hidden_is_not_read(tmp_path: Path) -> None:
    rows = (
        '<cols><col min="2" max="2" hidden="1"/></cols>'
        + _row("Port", "Secret", "Ships", ("white", 4))
        + _row("Arne", "no", 9, ("dark", 5))
        + _row("Brod", "no", 4, more='hidden="1"')
        + _row("Cray", "no", 3, ("tiny", 6))
    )
    data = _workbook({"Open": rows, "Shut": _row("hidden words")}, states={"Shut": "veryHidden"})
    outcome = read_as(tmp_path, "tolls.xlsx", data)
    assert outcome.articles[0].text == "Port | Ships\nArne | 9 | dark\nCray | 3"
    assert [one.reason for one in outcome.skipped] == ["a hidden sheet"]
    assert outcome.skipped[0].path.endswith("tolls.xlsx, sheet Shut")


def test_sheets_have_their_names_and_tables_their_captions(tmp_path: Path) -> None:
    first = _row("Tolls by port") + _row("Port", "Toll") + _row("Arne", 9) + _row() + _row("Note.")
    data = _workbook({"Tolls": first, "Ships": _row("Ship", "Port") + _row("Ida", "Arne")})
    (article,) = read_as(tmp_path, "a.xlsx", data).articles
    assert article.text == (
        "Tolls\n\nTolls by port\n\nPort | Toll\nArne | 9\n\nNote.\n\n"
        "Ships\n\nShip | Port\nIda | Arne"
    )
    kinds = [one.kind for one in article.marks]
    assert kinds == ["heading", "caption", "table", "heading", "table"]


def test_rows_with_known_columns_are_articles(tmp_path: Path) -> None:
    rows = (
        _row("Title", "Author", "Date", "Text")
        + _row("Ferry stays", "Ada Löfgren", (45000, 1), "Nobody sailed on Monday.")
        + _row("Quay shut", "Tom Vane", "4 May 2024", "The quay stays shut.")
    )
    first, second = _read(tmp_path, rows).articles
    assert (first.info.title, first.info.author, first.info.date) == (
        "Ferry stays", "Ada Löfgren", "2023-03-15",
    )  # fmt: skip
    assert (second.text, second.info.date) == ("The quay stays shut.", "2024-05-04")


def test_cells_stand_where_they_say(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row>'
        '<row r="4"><c r="B4"><v>3</v></c><c r="C4"><v>4</v></c></row>'
    )
    assert _read(tmp_path, rows).articles[0].text == "1 |  | 2\n3 | 4"


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "General", "12"),
        (0.125, "0.0%", "12.5%"),
        (-5.5, "#,##0.00_);(#,##0.00)", "(5.50)"),
        (45000.75, "yyyy-mm-dd hh:mm", "2023-03-15 18:00"),
        (45000, "[$-409]d-mmm-yy;@", "2023-03-15"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00"),
        (12.3, "[$€-407] 0.00", "€ 12.30"),
        (12.3, '0.0" km"', "12.3 km"),
        (1_234_567, '#,##0.0,,"M"', "1.2M"),
        (5, ";;;", ""),
        (0.333, "# ?/?", "0.333"),
        (1e300, "yyyy", "1e+300"),
    ],
)
def test_numbers_are_shown_by_their_format(number: float, code: str, text: str) -> None:
    assert shown(number, code) == text


def test_days_may_count_from_1904() -> None:
    assert shown(43538, "d", from_1904=True) == "2023-03-15"

"""Documents made by hand for the tests: zips of XML with only what a test is about."""

import io
import zipfile
from pathlib import Path

from index.readers import read
from index.readers.sources import ReadOutcome, Source

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_SPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{RELATIONS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_CORE_SPACES = (
    f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def relations(of: dict[str, tuple[str, str]]) -> str:
    """Return a part of relations: identifier to kind and target."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in of.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def office(main: str, parts: dict[str, str | bytes], core: str = "", app: str = "") -> bytes:
    """Return a package of Office whose document is the part `main`."""
    given = {"a": ("officeDocument", main)}
    if core:
        given["b"] = ("metadata/core-properties", "docProps/core.xml")
        parts = {**parts, "docProps/core.xml": _core(core)}
    if app:
        given["c"] = ("extended-properties", "docProps/app.xml")
        parts = {**parts, "docProps/app.xml": f"<Properties>{app}</Properties>"}
    return zipped({"_rels/.rels": relations(given), **parts})


def _core(inner: str) -> str:
    return f"<cp:coreProperties {_CORE_SPACES}>{inner}</cp:coreProperties>"


def docx(body: str, *, core: str = "", app: str = "", **parts: str) -> bytes:
    """Return a Word document; `parts` are what styles, numbering, footnotes... hold."""
    kinds = {key: (key, f"{key}.xml") for key in parts}
    return office(
        "word/document.xml",
        {
            "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(kinds),
            **{f"word/{key}.xml": word(key, inner) for key, inner in parts.items()},
        },
        core,
        app,
    )


def word(name: str, inner: str) -> str:
    """Return a part of a Word document."""
    return f"<w:{name} {_WORD_SPACES}>{inner}</w:{name}>"


def paragraph(*runs: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of Word; runs that are no XML are plain text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def run(text: str, settings: str = "") -> str:
    """Return a run of Word."""
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read_as(folder: Path, name: str, data: bytes) -> ReadOutcome:
    """Return what comes of a file with this name."""
    path = folder / name
    path.write_bytes(data)
    return read(Source(str(path), path))

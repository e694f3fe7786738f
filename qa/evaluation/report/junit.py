"""JUnit XML, the form in which CI systems show which questions failed."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.runs.run_record import RunRecord

_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
_NOT_XML |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def junit(record: RunRecord, gates: tuple[str, ...] = ()) -> str:
    """Return the run as JUnit XML: a test case a question, one a wrong row, one a missed gate.

    A wrong answer is a failure, a crash or an unusable row an error; a question whose set does not
    say what is right is skipped.
    """
    rows, wrong = record.questions, record.failed
    errors = sum(row.error is not None for row in rows) + _bad_rows(record)
    suite = Element(
        "testsuite",
        name=_clean(record.settings.set_name),
        tests=str(len(rows) + _bad_rows(record) + len(gates)),
        failures=str(sum(_failed(row) for row in rows) + len(gates)),
        errors=str(errors),
        skipped=str(sum(row.right is None and row.error is None for row in rows)),
        time=f"{record.seconds:.3f}",
    )
    for row in rows:
        _case(suite, row)
    crashed = {row.id for row in rows if row.error}
    for problem in wrong:
        if problem.id not in crashed:
            case = SubElement(suite, "testcase", classname="set", name=f"row {problem.row}")
            SubElement(case, "error", message=_clean(problem.message))
    for gate in gates:
        case = SubElement(suite, "testcase", classname="gate", name=_clean(gate.split()[0]))
        SubElement(case, "failure", message=_clean(gate))
    whole = Element("testsuites")
    whole.append(suite)
    indent(whole)
    return tostring(whole, encoding="unicode", xml_declaration=True) + "\n"


def _bad_rows(record: RunRecord) -> int:
    crashed = {row.id for row in record.questions if row.error}
    return sum(problem.id not in crashed for problem in record.failed)


def _failed(row: QuestionResult) -> bool:
    return row.right is False and row.error is None


def _case(suite: Element, row: QuestionResult) -> None:
    case = SubElement(
        suite,
        "testcase",
        classname=_clean(row.kind or "question"),
        name=_clean(f"{row.id}: {row.question}"),
        time=f"{(row.latency_ms or 0.0) / 1000:.3f}",
    )
    if row.error:
        SubElement(case, "error", message=_clean(row.error))
    elif row.right is None:
        SubElement(case, "skipped", message="the set does not say what is right")
    elif not row.right:
        failure = SubElement(case, "failure", message=_clean(_why(row)))
        failure.text = _clean("\n".join(quote.text for quote in row.quotes)) or None


def _why(row: QuestionResult) -> str:
    expected = " | ".join(row.answers or tuple(piece.text for piece in row.expected))
    if not row.answerable:
        return f"answered ({row.prediction}), but the articles do not state it"
    if not row.answered:
        return f"no answer ({row.reason}); expected {expected}"
    return f"answered {row.prediction}; expected {expected}"


def _clean(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold."""
    return text.translate(_NOT_XML)

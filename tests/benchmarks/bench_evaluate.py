"""How long a question set takes: 1,000 questions on 1,000 articles in under 3 minutes on 2 cores.

python tests/benchmarks/bench_evaluate.py [QUESTIONS] [ARTICLES]
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index.articles.article import Article, ArticleInfo  # noqa: E402 - run as a script
from index.collection import Index  # noqa: E402
from qa.evaluation.runs.evaluate import EvaluationOptions, evaluate  # noqa: E402
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote, QuestionSet  # noqa: E402

TOWNS = ("Aldmere", "Brackwater", "Corvane", "Dunsby", "Eskholm", "Farrow", "Gillnest", "Hallow")
GOODS = ("timber", "wool", "salt", "barley", "glass", "copper", "herring", "paper", "slate", "tar")


def make_article(number: int) -> Article:
    town, goods = TOWNS[number % 8], GOODS[number // 8 % 10]
    text = "\n\n".join(
        f"Report {number} looks at {goods} from {town} in week {week}. In that week the market "
        f"sold {number * 7 + week} barrels. The harbour master said that storms had kept "
        f"{week + 2} ships outside {town}, and that prices would follow."
        for week in range(1, 9)
    )
    return Article(info=ArticleInfo(id=f"a-{number}", title=f"Report {number}"), text=text)


def make_set(questions: int, articles: int) -> QuestionSet:
    asked = []
    for number in range(questions):
        article, week = number % articles, number % 8 + 1
        sold = article * 7 + week
        asked.append(
            GoldQuestion(
                id=str(number),
                row=number + 1,
                question=f"How many barrels were sold in week {week} of report {article}?",
                answers=(str(sold),),
                answerable=True,
                quotes=(
                    GoldQuote(
                        text=f"In that week the market sold {sold} barrels.", article=f"a-{article}"
                    ),
                ),
            )
        )
    return QuestionSet(name="bench", form="native", digest="bench", questions=tuple(asked))


def main() -> None:
    """Make an index, ask the questions, print seconds."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as folder, Index.open(folder, create=True) as index:
        index.add_articles(make_article(number) for number in range(articles))
        wall, busy = time.perf_counter(), time.process_time()
        rows = Path(folder) / "rows"
        run = evaluate(make_set(questions, articles), lambda: index, EvaluationOptions(stream=rows))
        wall, busy = time.perf_counter() - wall, time.process_time() - busy
    print(f"{questions} questions on {articles} articles, {run.settings.passages} passages")
    print(f"{wall:.1f} s, {busy:.1f} s of processor time, {1000 * wall / questions:.0f} ms each")
    print(f"recall@5 {run.value('recall@5'):.3f}, latency p50 {run.value('latency_p50_ms'):.0f} ms")


if __name__ == "__main__":
    main()

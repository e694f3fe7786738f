"""How good the answers are, in figures: question sets, metrics, runs, comparison, report.

Deterministic and offline; no model judges another. `runner.evaluate` is the way in.
"""

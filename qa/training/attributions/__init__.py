"""Fits what tells attributions: ``python -m qa.training.attributions NEWS``.

Candidates are what the rules find (`examples`); two logistic regressions are fitted to them
(`fitting`). All that is fitted to is of our own writing and our own judgement; what others wrote
(PolNeAR, pages of the web) is measured on and never fitted to (`__main__`).

`pages.txt` holds pages that were written for this, parted by lines "== NAME". `labels.json` holds
verdicts by hand: of each page, article of the news, or page of the web, candidates as start, end,
start of the cue (null without one), and 0 for no attribution, 1 for one with the right speaker,
2 for one with another speaker.
"""

"""How likely an attribution that the rules found is one: fitted weights over what can be seen.

The rules know verbs and phrases, and in running news that is enough. Elsewhere (manuals, prices,
tables, blogs) the same verbs tell of programs and things: "those TVs *don't support* HDR", "the gas
chromatograph *blasts* the sample". A logistic regression over plain features of the cue, the words
for its speaker, what it reports and the article as a whole tells these apart; its weights are
fitted by `qa.training.attributions`.
"""

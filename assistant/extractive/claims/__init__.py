"""Claims: split into their facts, each held against what the plans say of the same thing.

`judging` puts the rooms together; each of the others knows one kind of fact: `figures`, `headers`, `rows` (values by
year and series, departments), `years`, `states` (done, planned, studied, refused; `acts` has the nouns for its verbs),
`opposites`, `owners`, `targets` (met or missed), `comparisons` (of municipalities), `exceptions` (left out, late),
`swaps` (names exchanged), `said_rows` (rows called by their names), `amount_kinds` (cost, price, loss), `terms_of_use`
(free, needed, how often), `audiences` (for whom), `listed_counts` (the first of a list), `open_targets` (not yet set).
"""

from assistant.extractive.claims.judgement import Judgement
from assistant.extractive.claims.judging import checked, judge

__all__ = ["Judgement", "checked", "judge"]

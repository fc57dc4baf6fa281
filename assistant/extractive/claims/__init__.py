"""Claims: split into their facts, each held against what the plans say of the same thing.

`judging` puts the rooms together; each of the others knows one kind of fact: `figures`, `headers`, `rows` (values by
year and series, departments), `years`, `states` (done, planned, studied, refused; `acts` has the nouns for its verbs),
`opposites`, `owners`, `targets` (met or missed), `comparisons` (of municipalities), `exceptions` (left out, late) and
`swaps` (names exchanged).
"""

from assistant.extractive.claims.judgement import Judgement
from assistant.extractive.claims.judging import checked, judge

__all__ = ["Judgement", "checked", "judge"]

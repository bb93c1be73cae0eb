"""Finding records of the same person, whatever the script, the spelling and the gaps.

`blocking_keys(person)` gives the texts under which a person is stored and searched.
`compare(query, candidate)` says how likely two records are of one person, and why.
`rank(query, candidates)` orders the likely ones.
A person decides what to do about it: nothing here merges anything.
"""

from services.registration.matching.blocking import blocking_keys
from services.registration.matching.comparison import compare, rank
from services.registration.matching.likeable import Likeable, Likeness, Ranked, Reason

__all__ = ["Likeable", "Likeness", "Ranked", "Reason", "blocking_keys", "compare", "rank"]

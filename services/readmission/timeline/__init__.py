"""Everything that happened to a case: who, what, when, and on which legal basis.

A part of readmission that records something about a case adds it with `timeline.writing.note`; steps, lifts
and safeguards stand in their own tables and are read from there.
"""

"""What the command line offers of readmission: `limen deadlines` and `limen arrangements`.

Mounted by the entry point group `limen.commands`, so that `limen` imports no service.
"""

"""The machine-readable zone of travel documents: ICAO Doc 9303, parts 3 to 7.

`read(text)` takes a zone as typed or scanned and returns what it says, with every problem named.
It never raises: a traveller is not kept waiting by a bad zone.
"""

from services.registration.mrz.reader import read
from services.registration.mrz.zone import Format, MachineReadableZone, Problem, Rule

__all__ = ["Format", "MachineReadableZone", "Problem", "Rule", "read"]

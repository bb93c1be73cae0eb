"""Kosovo*, from the files beside this module. `CountryProfile.footnote` is the text to the asterisk."""

from limen.plugins import CountryFiles

plugin = CountryFiles(__file__)

"""Montenegro, from the files beside this module."""

from limen.plugins import CountryFiles

plugin = CountryFiles(__file__)

"""Kazakhstan, from the files beside this module; its identity number needs code."""

from limen.plugins import CountryFiles, IdentityNumber, hookimpl
from plugins.kazakhstan.iin import validate


class Kazakhstan(CountryFiles):
    """The country's files, and its number."""

    @hookimpl
    def identity_numbers(self) -> list[IdentityNumber]:
        """Return the individual identification number."""
        issuer = "Registers of Kazakhstan"
        return [IdentityNumber(name="IIN", issuer=issuer, validate=validate, source="iin-composition")]


plugin = Kazakhstan(__file__)

"""Nationalities and issuing states: countries, and what a document prints where there is none."""

from limen.codes import StateKind, is_country, is_fictional, read_state


def is_state(code: str) -> bool:
    """Tell whether a code stands for a country: ISO 3166-1 alpha-2, XK, or that of an invented country."""
    return is_country(code) or is_fictional(code)


def kind_of(code: str) -> StateKind:
    """Return what a code stands for: a country, statelessness, a refugee's status, an organisation."""
    return StateKind.COUNTRY if is_state(code) else read_state(code).kind

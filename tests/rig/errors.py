"""Why a server could not be given to a test.

RigError
└── Unavailable   this way to a server is closed; the next one is tried
"""


class RigError(Exception):
    """A server that should be there is not: a failure, never a reason to skip."""


class Unavailable(RigError):
    """This way to a server does not exist on this machine."""

"""Statistics for joint committees and monthly returns: counts without persons, small ones suppressed."""

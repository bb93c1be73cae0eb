"""Group returns: a manifest of cases with places, rebuilt whenever the gate closes for one person."""

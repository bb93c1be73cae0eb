"""Registration: persons, what is claimed of them, encounters at border posts, safeguards, screenings."""

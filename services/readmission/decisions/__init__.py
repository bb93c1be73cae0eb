"""What was decided about the person of a case, and what stands in its way, each with legal basis and date."""

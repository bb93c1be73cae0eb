"""The proof that a node holds: kills, outages, tampering, strangers, and whatever else it must stand."""

"""Taking cases over from another register, running or over, for a country that starts with this node."""

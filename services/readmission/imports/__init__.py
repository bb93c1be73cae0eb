"""Taking running cases over from another register, for a country that starts with this node."""

"""The deadline calculator: the engine's answer without a case, and what it would be if something changed."""

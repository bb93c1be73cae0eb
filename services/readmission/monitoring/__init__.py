"""The forced-return monitor: what an independent monitor saw, before, on the way, at hand-over, after."""

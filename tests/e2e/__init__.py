"""Whole nodes, started as an administrator starts them, and asked over HTTP through the gateway."""

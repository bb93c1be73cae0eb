"""Interviews: request, appointment, interpreter, report."""

"""Readmission: cases from draft to closure, their time limits, safeguards and transfers."""

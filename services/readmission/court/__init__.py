"""The record of a case for a court: who, what, when, on which legal basis, and why each date is so."""

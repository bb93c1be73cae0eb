"""Registry checks: a question to a register of a country, its answer kept as yes, no or unknown."""

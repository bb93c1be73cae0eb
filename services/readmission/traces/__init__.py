"""What was asked of national law about a case, rule by rule, and what each rule answered."""

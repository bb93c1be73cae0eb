"""What an officer must see to: lists of cases by due date, saved filters, escalations, a calendar."""

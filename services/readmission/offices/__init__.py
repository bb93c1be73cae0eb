"""The offices that look after cases, and handing a case from one to another."""

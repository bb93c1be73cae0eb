"""Events between services, on both buses."""

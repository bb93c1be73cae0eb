"""The library of agreements for its readers: what is covered, by which article, how well verified."""

"""Requests and answers of registration, one file a resource."""

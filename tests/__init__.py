"""Tests mirror the tree; `tests.rig` gives them a real RabbitMQ, PostgreSQL and Chromium."""

"""The library as it ships, read once for all tests."""

from functools import cache

import plugins.agreements

arrangements = cache(plugins.agreements.arrangements)

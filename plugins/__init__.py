"""Countries and the library of agreements, as plugins on the hooks of `limen.plugins`."""

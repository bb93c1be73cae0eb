"""Travel documents: request, issue, validity, renewal."""

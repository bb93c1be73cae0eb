"""Evidence for a case: means from the arrangement's annexes, with the scans that show them.

What officers describe is sealed under the person's key; scans lie outside the database, sealed under the same
key. A scan is scanned for malicious content before anybody opens it or it is sent.
"""

"""Training: curricula, events, trainers, support packages, and the certificates of officers."""

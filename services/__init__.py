"""The deployables: each folder is one service with the same file names."""

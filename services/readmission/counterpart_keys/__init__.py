"""Keys of other authorities: which may countersign a hand-over record of this node, and until when."""

"""The dry run: what a changed or new text would do to the cases of a node. Reads, and writes nothing."""

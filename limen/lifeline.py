"""A process that ends when its parent does.

Granian's main process starts the workers that serve. Were it killed, its workers would serve on with nobody
to stop or replace them, and a node started again would stand beside its own ghost.
"""

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """End this process as soon as the process that started it has ended, however that ended.

    At once and without cleaning up, like a kill: whatever was confirmed is in the database. Nothing happens
    in a process that `multiprocessing` did not start.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()

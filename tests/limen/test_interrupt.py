"""Signals may come as thick as they like: nobody waits for a lock that the same thread holds."""

import signal
import threading
from types import FrameType

from limen.interrupt import Interrupt


def test_signals_that_come_while_one_is_told_of_block_nobody():
    interrupt, told = Interrupt(), 0

    def tell(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told += 1
        interrupt.set()

    before = signal.signal(signal.SIGVTALRM, tell)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.0001, 0.0001)
    try:
        while told < 50:
            interrupt.set()
            interrupt.clear()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_who_waits_is_woken_and_waits_again_once_it_was_cleared():
    interrupt = Interrupt()
    assert not interrupt.wait(0)
    threading.Timer(0.01, interrupt.set).start()
    assert interrupt.wait(10)
    interrupt.clear()
    assert not interrupt.is_set()
    assert not interrupt.wait(0)

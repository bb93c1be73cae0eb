"""A wake-up reaches all who listen, and only them."""

import threading

from limen.messaging.wakeup import WakeUp


def test_all_who_listen_are_woken():
    wakeup, first, second = WakeUp(), threading.Event(), threading.Event()
    with wakeup.into(first), wakeup.into(second):
        wakeup.set()
    assert first.is_set()
    assert second.is_set()


def test_who_has_left_is_not_woken():
    wakeup, listener = WakeUp(), threading.Event()
    with wakeup.into(listener):
        pass
    wakeup.set()
    assert not listener.is_set()


def test_one_listener_may_hear_several_sources():
    sources, listener = [WakeUp(), WakeUp()], threading.Event()
    with sources[0].into(listener), sources[1].into(listener):
        sources[1].set()
        assert listener.is_set()

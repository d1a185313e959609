"""Hooks around a snapshot, under the name and with the functions of the library that Lambda's Python runtimes bring.

A function registers what is to run before its environment becomes a snapshot (run in reverse order) and after each
environment woke from it (run in order), by decorators or by calls with arguments.
"""

_before_snapshot = []
_after_restore = []


def register_before_snapshot(func, *args, **kwargs):
    _before_snapshot.append((func, args, kwargs))
    return func


def register_after_restore(func, *args, **kwargs):
    _after_restore.append((func, args, kwargs))
    return func


def get_before_snapshot():
    return _before_snapshot


def get_after_restore():
    return _after_restore

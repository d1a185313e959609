"""Imports nothing: logging must not be there either."""


def handler(event, context):
    import sys

    return "logging" in sys.modules

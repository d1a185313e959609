"""Returns the function's environment variables, and prints them: what a function is given."""

import os


def handler(event, context):
    for name, value in sorted(os.environ.items()):
        print(f"{name}={value}")
    return dict(os.environ)

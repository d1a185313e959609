"""What a function's errors and log records look like."""

import os
import sys
import time

RUNTIME_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
LOG_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"


class Fault(Exception):
    """An error that the runtime itself reports, with the type AWS gives it and without frames of our own."""

    def __init__(self, kind, message, trace=()):
        Exception.__init__(self, message)
        self.kind = kind
        self.message = message
        self.trace = list(trace)


def describe(error, request_id=""):
    """An error in the JSON shape that Lambda's callers know."""
    if isinstance(error, Fault):
        kind, message, trace = error.kind, error.message, error.trace
    else:
        import traceback

        frames = traceback.extract_tb(error.__traceback__)
        while frames and frames[0].filename.startswith(RUNTIME_FOLDER):
            del frames[0]
        kind, message, trace = type(error).__name__, str(error), traceback.format_list(frames)
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(error):
    """Prints an error as one log event: its lines are joined by carriage returns, their indent does not collapse."""
    lines = ["[ERROR] " + error["errorType"] + (": " + error["errorMessage"] if error["errorMessage"] else "")]
    lines.append("Traceback (most recent call last):")
    for entry in error["stackTrace"]:
        for line in entry.splitlines() or [""]:
            text = line.lstrip(" ")
            lines.append("\u00a0" * (len(line) - len(text)) + text)
    sys.stdout.write("\r".join(lines).replace("\n", "\r") + "\n")
    flush()


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):  # replaced or closed by the function: its own choice
            pass


class LoggingSetUp:
    """An import hook that configures ``logging`` as Lambda does once the function imports it.

    Importing it ourselves would cost each cold start of a function that never logs some 5 to 8 ms.
    """

    request_id = ""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        specs = (finder.find_spec(name, path, target) for finder in sys.meta_path)
        spec = next(spec for spec in specs if spec is not None)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            self._configure(module)

        spec.loader.exec_module = exec_module
        return spec

    def install(self):
        if "logging" in sys.modules:
            self._configure(sys.modules["logging"])
        else:
            sys.meta_path.insert(0, self)

    def _configure(self, logging):
        set_up = self

        class LambdaLoggerHandler(logging.Handler):
            def emit(self, record):
                sys.stdout.write(self.format(record))

        class LambdaLoggerFilter(logging.Filter):
            def filter(self, record):
                record.aws_request_id = set_up.request_id
                return True

        logging.Formatter.converter = time.gmtime
        handler = LambdaLoggerHandler()
        handler.setFormatter(logging.Formatter(LOG_FORMAT, "%Y-%m-%dT%H:%M:%S"))
        handler.addFilter(LambdaLoggerFilter())
        logging.getLogger().addHandler(handler)

"""What a function's errors and log records look like."""

import os
import sys
import time

RUNTIME_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
LOG_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"


JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
JSON_TIME = "%Y-%m-%dT%H:%M:%SZ"
LEVELS = {"TRACE": "DEBUG", "DEBUG": "DEBUG", "INFO": "INFO", "WARN": "WARNING", "ERROR": "ERROR", "FATAL": "CRITICAL"}
# what a log record has of itself; anything else came with the function's ``extra``
RECORD_FIELDS = frozenset(
    "name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created msecs"
    " relativeCreated thread threadName processName process taskName aws_request_id message asctime".split()
)


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
    """Prints an error as one log event: JSON, or lines joined by carriage returns whose indent does not collapse."""
    if JSON_LOGS:
        import json

        now = time.strftime(JSON_TIME, time.gmtime())
        sys.stdout.write(json.dumps(dict({"timestamp": now, "log_level": "ERROR"}, **error)) + "\n")
        flush()
        return
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
        if JSON_LOGS:
            handler.setFormatter(_json_formatter(logging))
            level = LEVELS.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper())
            if level:
                logging.getLogger().setLevel(level)
        else:
            handler.setFormatter(logging.Formatter(LOG_FORMAT, "%Y-%m-%dT%H:%M:%S"))
        handler.addFilter(LambdaLoggerFilter())
        logging.getLogger().addHandler(handler)


def _json_formatter(logging):
    """One JSON object a record, with the fields that AWS documents for Python's structured logs."""
    import json

    names = {"WARNING": "WARN", "CRITICAL": "FATAL"}

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            fields = {
                "timestamp": self.formatTime(record, JSON_TIME),
                "level": names.get(record.levelname, record.levelname),
                "message": record.getMessage(),
                "logger": record.name,
            }
            if record.stack_info:
                fields["stackTrace"] = record.stack_info
            if record.exc_info and record.exc_info[0] is not None:
                import traceback

                kind, error, trace = record.exc_info
                fields["errorType"] = kind.__name__
                fields["errorMessage"] = str(error)
                fields["stackTrace"] = traceback.format_list(traceback.extract_tb(trace))
                fields["location"] = "%s:%s:%s" % (record.pathname, record.funcName, record.lineno)
            fields["requestId"] = record.aws_request_id
            for name, value in vars(record).items():
                if name not in RECORD_FIELDS and name not in fields:
                    fields[name] = value
            given = {name: value for name, value in fields.items() if value}
            return json.dumps(given, default=str, ensure_ascii=False) + "\n"

    return JsonFormatter()

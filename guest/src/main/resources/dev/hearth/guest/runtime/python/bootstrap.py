"""The Python runtime of a Hearth environment: loads the handler, then serves one invocation after the other.

Run as ``python /var/runtime/bootstrap.py`` with ``_HANDLER``, ``LAMBDA_TASK_ROOT`` and ``AWS_LAMBDA_RUNTIME_API`` set.
Serves Python 3.8 and later with the standard library only, and imports little of it: every import is paid on each cold
start. What a handler sees (context, errors, log lines) is what AWS documents for its Python runtimes and what the
open-source aws-lambda-python-runtime-interface-client does.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)  # Python does so itself, unless the function's environment says PYTHONSAFEPATH

from _hearth.invocation import LambdaContext, marshal, unmarshal
from _hearth.reporting import Fault, LoggingSetUp, describe, flush, log_error
from _hearth.runtime_api import RuntimeApi
from _hearth.surroundings import furnish

logs = LoggingSetUp()


def _set_paths():
    """The module search path as Lambda has it: the function, the layers, then the interpreter's own."""
    version = "python%d.%d" % sys.version_info[:2]
    layers = ["/opt/python/lib/" + version + "/site-packages", "/opt/python", os.path.join(HERE, "sdk")]
    rest = [path for path in sys.path if os.path.abspath(path) != HERE]
    sys.path[:] = [os.environ["LAMBDA_TASK_ROOT"]] + [path for path in layers if os.path.isdir(path)] + rest
    sys.path.append(os.path.join(HERE, "modules"))  # what Lambda's runtime brings beside the interpreter


def _load(handler):
    """Imports the module that a handler string names and returns the function."""
    try:
        module_name, function_name = handler.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (handler, error))
    dotted = module_name.replace("/", ".")
    if dotted.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module %s as a handler module" % module_name
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        __import__(dotted)  # unlike importlib.import_module it leaves no frames of the importer in tracebacks
    except ImportError as error:
        if error.name in ("boto3", "botocore"):
            print("%s is not here; 'hearth sdk install python' brings it, as Lambda does" % error.name, file=sys.stderr)
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        where = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)
        message = "Syntax error in module '%s': %s" % (module_name, error)
        raise Fault("Runtime.UserCodeSyntaxError", message, [where])
    try:
        return getattr(sys.modules[dotted], function_name)
    except AttributeError:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise Fault("Runtime.HandlerNotFound", message)


def _invoke(api, handler, headers, body):
    request_id = logs.request_id = headers["lambda-runtime-aws-request-id"]
    trace_id = headers.get("lambda-runtime-trace-id")
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    try:
        context = LambdaContext(headers)
        response, content_type = marshal(handler(unmarshal(headers, body), context))
    except Exception as caught:
        error = describe(caught, request_id)
        log_error(error)
        encoded = json.dumps(error).encode("utf-8")
        api.post("invocation/" + request_id + "/error", encoded, error_type=error["errorType"])
    else:
        flush()
        api.post("invocation/" + request_id + "/response", response, content_type)


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", line_buffering=True)  # stdout is a pipe: a line leaves when it is written
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    _set_paths()
    furnish()
    logs.install()
    from_snapshot = os.environ.pop("_HEARTH_SNAPSHOT", None)  # Hearth's own choice, which the function does not see
    try:
        handler = _load(os.environ.get("_HANDLER", ""))
    except Exception as caught:
        error = describe(caught)
        log_error(error)
        api.post("init/error", json.dumps(error).encode("utf-8"), error_type=error["errorType"])
        sys.exit(1)
    if from_snapshot or os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        from _hearth.snapshots import pass_snapshot

        pass_snapshot(api)
    while True:
        headers, body = api.next()
        _invoke(api, handler, headers, body)


if __name__ == "__main__":
    main()

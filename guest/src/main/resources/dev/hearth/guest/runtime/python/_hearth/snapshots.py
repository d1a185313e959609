"""What happens around a snapshot: the function's hooks, and random numbers of its own for each environment that wakes."""

import json
import os
import sys

from _hearth.invocation import LambdaContext
from _hearth.reporting import describe, flush, log_error

EXIT_BEFORE_SNAPSHOT = 64
EXIT_AFTER_RESTORE = 65
SEED_BYTES = 64


def pass_snapshot(api):
    """Returns in every environment that wakes, and in one that never slept where there are no snapshots."""
    try:
        hooks = _registered("get_before_snapshot")
        while hooks:
            function, args, kwargs = hooks.pop()
            function(*args, **kwargs)
        flush()
    except Exception as caught:
        _give_up(api, "init/error", "Runtime.BeforeSnapshotError", caught, EXIT_BEFORE_SNAPSHOT)
    headers, variables = api.restore_next()
    _rename_log_stream(headers.get("hearth-log-stream-name"))
    if variables:
        os.environ.update(json.loads(variables))  # credentials of its own: SDKs read them again when the old ones end
    _renew_random_numbers()
    try:
        for function, args, kwargs in _registered("get_after_restore"):
            function(*args, **kwargs)
    except Exception as caught:
        _give_up(api, "restore/error", "Runtime.AfterRestoreError", caught, EXIT_AFTER_RESTORE)


def _rename_log_stream(name):
    """Lambda's SnapStart has no such variable; what is started on demand has the name of its own stream."""
    if name and "AWS_LAMBDA_LOG_STREAM_NAME" in os.environ:
        os.environ["AWS_LAMBDA_LOG_STREAM_NAME"] = LambdaContext.log_stream_name = name


def _registered(getter):
    """Whoever imported the library, and whose copy of it: a function may bring AWS's own."""
    library = sys.modules.get("snapshot_restore_py")
    return getattr(library, getter)() if library is not None else []


def _renew_random_numbers():
    """What asks the kernel (``secrets``, ``uuid4``) has new numbers already; these keep a state of their own."""
    if "random" in sys.modules:
        sys.modules["random"].seed(os.urandom(SEED_BYTES))
    if "_ssl" in sys.modules:
        sys.modules["_ssl"].RAND_add(os.urandom(SEED_BYTES), float(SEED_BYTES))
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _give_up(api, path, error_type, caught, status):
    error = describe(caught)
    log_error(error)
    api.post(path, json.dumps(error).encode("utf-8"), error_type=error_type)
    sys.exit(status)

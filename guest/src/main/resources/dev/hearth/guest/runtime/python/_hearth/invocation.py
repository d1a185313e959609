"""What one invocation brings and leaves: the context, the event, the response."""

import json
import os
import sys
import time

from .reporting import Fault


class _Fields:
    """A value object whose attributes are its slots, None where the caller sent nothing."""

    __slots__ = ()

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return "%s([%s])" % (type(self).__name__, ",".join("%s=%s" % (n, getattr(self, n)) for n in self.__slots__))


class Client(_Fields):
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(_Fields):
    __slots__ = ("custom", "env", "client")

    def __init__(self, values):
        _Fields.__init__(self, values)
        if self.client is not None:
            self.client = Client(self.client)


class CognitoIdentity(_Fields):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class LambdaContext:
    """What a handler gets as its second argument."""

    function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
    function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
    memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
    log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._deadline_ms = int(headers.get("lambda-runtime-deadline-ms", 0))
        client = _json_header(headers, "lambda-runtime-client-context", "Client Context")
        self.client_context = None if client is None else ClientContext(client)
        identity = _json_header(headers, "lambda-runtime-cognito-identity", "Cognito Identity") or {}
        self.identity = CognitoIdentity(
            {
                "cognito_identity_id": identity.get("cognitoIdentityId"),
                "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId"),
            }
        )

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, msg):
        sys.stdout.write(str(msg))

    def __repr__(self):
        names = ("aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb")
        names += ("function_version", "invoked_function_arn", "client_context", "identity", "tenant_id")
        return "LambdaContext([%s])" % ",".join("%s=%s" % (name, getattr(self, name)) for name in names)


def _json_header(headers, name, title):
    value = headers.get(name)
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (title, error))


class _Encoder(json.JSONEncoder):
    """JSON as Lambda writes it: a Decimal keeps its digits, bytes are UTF-8 text, NaN and Infinity pass.

    The standard encoder cannot write raw text, so a Decimal leaves a mark that no caller can guess, and the digits take
    the mark's place afterwards.
    """

    def __init__(self):
        json.JSONEncoder.__init__(self, ensure_ascii=not _unicode_responses())
        self._digits = []
        self._mark = None

    def default(self, o):
        if isinstance(o, (bytes, bytearray)):
            return o.decode("utf-8")
        decimal = sys.modules.get("decimal")  # no Decimal can exist when nobody imported it
        if decimal is not None and isinstance(o, decimal.Decimal):
            if o.is_nan():
                return float("nan")
            if self._mark is None:
                self._mark = "decimal-" + os.urandom(16).hex() + "-"
            self._digits.append(str(o))
            return self._mark + str(len(self._digits) - 1)
        return json.JSONEncoder.default(self, o)

    def encode(self, o):
        text = json.JSONEncoder.encode(self, o)
        if self._digits:
            import re

            digits = self._digits
            text = re.sub('"' + self._mark + '([0-9]+)"', lambda match: digits[int(match.group(1))], text)
            self._digits = []
        return text


def _unicode_responses():
    """From Python 3.12 on, Lambda writes characters beyond ASCII as they are; before, as escapes."""
    name = os.environ.get("AWS_EXECUTION_ENV", "")
    if name.startswith("AWS_Lambda_python3."):
        return int(name.rpartition(".")[2]) >= 12
    return sys.version_info >= (3, 12)


_encoder = _Encoder()


def unmarshal(headers, body):
    if headers.get("content-type", "application/json").partition(";")[0].strip() != "application/json":
        return body
    try:
        return json.loads(body)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)


def marshal(response):
    if isinstance(response, bytes):
        return response, "application/unknown"
    try:
        return _encoder.encode(response).encode("utf-8"), "application/json"
    except Exception as error:
        _encoder._digits = []
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)

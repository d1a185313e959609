"""One handler with many behaviours, so that one process serves many cases: event["do"] says which."""

import collections
import decimal
import logging
import os
import sys

import helper

calls = 0


class Unwritable:
    pass


def handler(event, context):
    global calls
    calls += 1
    return globals()["do_" + event["do"]](event, context)


def do_echo(event, context):
    return event


def do_context(event, context):
    names = ["function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb", "aws_request_id"]
    names += ["log_group_name", "log_stream_name", "tenant_id"]
    fields = {name: getattr(context, name) for name in names}
    fields["remaining"] = context.get_remaining_time_in_millis()
    fields["identity"] = [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]
    client = context.client_context
    if client is not None:
        fields["client"] = [client.client.app_title, client.client.installation_id, client.custom, client.env]
    fields["trace"] = os.environ.get("_X_AMZN_TRACE_ID")
    return fields


def do_path(event, context):
    return sys.path


def do_raise(event, context):
    return helper.fail(event.get("message", "that did not work"))


def do_unwritable(event, context):
    return {"x": Unwritable()}


def do_decimal(event, context):
    return {"price": decimal.Decimal("1.10"), "list": [decimal.Decimal("1E+2"), decimal.Decimal("NaN")]}


def do_bytes(event, context):
    return b"\x00raw\xff"


def do_bytes_within(event, context):
    return {"text": b"caf\xc3\xa9"}


def do_nothing(event, context):
    return None


def do_large(event, context):
    return "x" * event["size"]


def do_size(event, context):
    return len(event["text"])


def do_print(event, context):
    print("one line")
    print("two", "words", "caf\u00e9")
    sys.stdout.write("no end")
    sys.stderr.write("to stderr\n")


def do_log(event, context):
    logging.getLogger().info("not shown")
    logging.getLogger("some.part").warning("careful with %s", "this")
    logging.getLogger().setLevel(logging.INFO)
    logging.info("now shown")
    logging.getLogger().setLevel(logging.WARNING)


def do_context_log(event, context):
    context.log("as it is\n")


def do_calls(event, context):
    return calls


def do_exit(event, context):
    sys.exit(event["status"])

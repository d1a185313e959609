# Hooks around a snapshot, as Lambda's documentation shows them.
import os
import random
import ssl

from snapshot_restore_py import register_after_restore, register_before_snapshot

random.seed(1)
ran = []


@register_before_snapshot
def first():
    ran.append("before 1")


register_before_snapshot(lambda *args, **kwargs: ran.append("before 2 %s %s" % (args, kwargs)), 5, by="name")


@register_after_restore
def awake():
    ran.append("after 1")
    if os.environ.get("HOOK") == "fails":
        raise ValueError("no connection")


register_after_restore(ran.append, "after 2")
if os.environ.get("HOOK") == "fails before":
    register_before_snapshot(lambda: 1 / 0)


def handler(event, context):
    assert os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME") == context.log_stream_name
    return {
        "ran": ran,
        "random": random.random(),
        "of_seed_1": random.Random(1).random(),
        "log": context.log_stream_name,
        "key": os.environ.get("AWS_ACCESS_KEY_ID"),
        "hearth": [name for name in os.environ if "HEARTH" in name],
    }

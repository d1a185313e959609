"""Two functions: one answers requests, one writes down what woke it."""
import json
import os


def greet(event, context):
    name = (event.get("pathParameters") or {}).get("name", "world")
    said = f"{os.environ['GREETING']}, {name}!"
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps({"said": said})}


def work(event, context):
    for record in event.get("Records", [event]):
        print("woken by", record.get("eventSource") or record.get("EventSource") or record.get("source"))

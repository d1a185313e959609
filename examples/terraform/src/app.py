import json
import os


def handler(event, context):
    print("seen", json.dumps(event))
    return {"statusCode": 200, "body": os.environ.get("GREETING", "none")}

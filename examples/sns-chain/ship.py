import json


def handler(event, context):
    """Gets priced orders from the queue; one that is broken stays there, until it has failed too often."""
    failed = []
    for record in event["Records"]:
        order = json.loads(record["body"])["responsePayload"]
        attempt = record["attributes"]["ApproximateReceiveCount"]
        if "broken" in order["item"]:
            print(f"ship:  order {order['id']} cannot be shipped, attempt {attempt}")
            failed.append({"itemIdentifier": record["messageId"]})
        else:
            print(f"ship:  order {order['id']} is on its way for {order['total']}")
    return {"batchItemFailures": failed}

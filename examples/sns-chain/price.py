import json


def handler(event, context):
    """Gets an order from the topic; what it returns goes to the queue, because that is its destination on success."""
    order = json.loads(event["Records"][0]["Sns"]["Message"])
    order["total"] = 3 * len(order["item"])
    print(f"price: order {order['id']}, {order['item']}: {order['total']}")
    return order

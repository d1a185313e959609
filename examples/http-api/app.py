import json

TODOS = {}


def handler(event, context):
    """Keeps to-dos as long as its environment lives."""
    route = event["routeKey"]
    if route == "POST /todos":
        todo = json.loads(event["body"])
        TODOS[str(len(TODOS) + 1)] = todo
        return {"statusCode": 201, "body": json.dumps({"id": str(len(TODOS)), **todo})}
    if route == "GET /todos/{id}":
        todo = TODOS.get(event["pathParameters"]["id"])
        return {"statusCode": 200, "body": json.dumps(todo)} if todo else {"statusCode": 404, "body": "{}"}
    return TODOS

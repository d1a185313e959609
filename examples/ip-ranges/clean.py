"""Removes the address ranges of older sync tokens, which it finds by the index on them."""
import os

import boto3
from boto3.dynamodb.conditions import Key

TABLE = boto3.resource("dynamodb", endpoint_url=os.environ.get("AWS_ENDPOINT_URL")).Table(os.environ["TABLE"])


def older(current):
    """The tokens beside the current one; an index is scanned for them, because nobody else knows them."""
    tokens, start = set(), {}
    while True:
        page = TABLE.scan(IndexName="synctoken", ProjectionExpression="synctoken", **start)
        tokens.update(each["synctoken"] for each in page["Items"])
        if "LastEvaluatedKey" not in page:
            return sorted(tokens - {current})
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def handler(event, context):
    count = 0
    for token in older(event["syncToken"]):
        start = {}
        while start is not None:
            page = TABLE.query(IndexName="synctoken", KeyConditionExpression=Key("synctoken").eq(token), **start)
            with TABLE.batch_writer() as batch:
                for each in page["Items"]:
                    batch.delete_item(Key={"PK": each["PK"], "SK": each["SK"]})
                    count += 1
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
    print(f"clean: {count} ranges of older sync tokens are gone")
    return {"removed": count}

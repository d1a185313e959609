"""Downloads the address ranges that a message announces and writes them into a table.

An item is one range of one service in one region; a range that was there before gets the new sync token.
"""
import json
import os
import urllib.request

import boto3

TABLE = boto3.resource("dynamodb", endpoint_url=os.environ.get("AWS_ENDPOINT_URL")).Table(os.environ["TABLE"])


def items(ranges):
    for family, prefixes, field in (("IPV4", "prefixes", "ip_prefix"), ("IPV6", "ipv6_prefixes", "ipv6_prefix")):
        for each in ranges[prefixes]:
            yield {
                "PK": f"PREFIX#{each['region']}#{each['service']}",
                "SK": f"#{family}#{each[field]}",
                "prefix": each[field],
                "region": each["region"],
                "service": each["service"],
                "synctoken": ranges["syncToken"],
            }


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        with urllib.request.urlopen(message["url"], timeout=20) as response:
            ranges = json.load(response)
        count = 0
        with TABLE.batch_writer(overwrite_by_pkeys=["PK", "SK"]) as batch:
            for item in items(ranges):
                batch.put_item(Item=item)
                count += 1
        print(f"load: {count} ranges of sync token {ranges['syncToken']}")

"""Keeps prefix lists equal to what the table has of one service in one region, whenever its stream tells of a change.

Security groups have few rules and lists few entries, so that the ranges of a family are spread over several lists, each of
which is a rule of a security group: a range stays where it is, and a new one goes where there is room.
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

ENDPOINT = os.environ.get("AWS_ENDPOINT_URL")
TABLE = boto3.resource("dynamodb", endpoint_url=ENDPOINT).Table(os.environ["TABLE"])
EC2 = boto3.client("ec2", endpoint_url=ENDPOINT)
LISTS = {"IPV4": os.environ["IPV4_LISTS"].split(), "IPV6": os.environ["IPV6_LISTS"].split()}
AT_ONCE = 100  # Changes that EC2 takes in one request.


def wanted(family):
    """The prefixes that the table has now."""
    prefixes, start = set(), {}
    while start is not None:
        page = TABLE.query(
            KeyConditionExpression=Key("PK").eq(os.environ["PARTITION"]) & Key("SK").begins_with(f"#{family}#"),
            ConsistentRead=True, **start)
        prefixes.update(each["prefix"] for each in page["Items"])
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
    return prefixes


def entries(name):
    pages = EC2.get_paginator("get_managed_prefix_list_entries").paginate(PrefixListId=name)
    return {each["Cidr"] for page in pages for each in page["Entries"]}


def change(name, version, removed, added):
    """Makes new versions of a list; somebody else's in between is an error, and the stream's records come again."""
    steps = [("RemoveEntries", each) for each in sorted(removed)] + [("AddEntries", each) for each in sorted(added)]
    for at in range(0, len(steps), AT_ONCE):
        words = {}
        for word, prefix in steps[at:at + AT_ONCE]:
            words.setdefault(word, []).append({"Cidr": prefix})
        changed = EC2.modify_managed_prefix_list(PrefixListId=name, CurrentVersion=version, **words)
        version = changed["PrefixList"]["Version"]


def keep(family):
    """Makes the lists equal to the table; how many ranges they let through, and whether there was something to do."""
    prefixes = wanted(family)
    known = EC2.describe_managed_prefix_lists(PrefixListIds=LISTS[family])["PrefixLists"]
    held = {each["PrefixListId"]: entries(each["PrefixListId"]) for each in known}
    missing = prefixes.difference(*held.values())
    changes = 0
    for each in known:
        name = each["PrefixListId"]
        removed = held[name] - prefixes
        room = each["MaxEntries"] - len(held[name] & prefixes)
        added = {missing.pop() for _ in range(min(room, len(missing)))}
        change(name, each["Version"], removed, added)
        changes += len(removed) + len(added)
    if missing:
        raise RuntimeError(f"{len(missing)} {family} ranges find no room in {len(known)} lists")
    return len(prefixes), changes


def handler(event, context):
    four, changed = keep("IPV4")
    six, more = keep("IPV6")
    if changed + more:
        print(f"firewall: {four} IPv4 and {six} IPv6 ranges are let through")

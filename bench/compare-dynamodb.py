#!/usr/bin/env python3
"""Asks Hearth and npm's dynalite the same seeded random DynamoDB operations, and shows where their answers differ.

    ./hearth up --port 4566 --data DIR --detach
    python3 bench/compare-dynamodb.py --hearth http://127.0.0.1:4566 --credentials DIR/credentials

It installs dynalite with npm into a temporary folder and starts it. A difference that a rule below explains is counted
under the rule's name; docs/COVERAGE.md says for each what AWS documents. Everything else is shown, and fails the run.
"""
import argparse
import base64
import collections
import datetime
import hashlib
import hmac
import http.client
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse


class Client:
    """Signed requests over one connection."""

    def __init__(self, url, key, secret):
        self.host = urllib.parse.urlparse(url).netloc
        self.key, self.secret = key, secret
        self.connection = http.client.HTTPConnection(self.host, timeout=30)
        self.keys = {}

    def signing_key(self, day):
        if day not in self.keys:
            key = ("AWS4" + self.secret).encode()
            for part in (day, "us-east-1", "dynamodb", "aws4_request"):
                key = hmac.new(key, part.encode(), hashlib.sha256).digest()
            self.keys[day] = key
        return self.keys[day]

    def call(self, operation, request):
        body = json.dumps(request).encode()
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        target = "DynamoDB_20120810." + operation
        digest = hashlib.sha256(body).hexdigest()
        names = "content-type;host;x-amz-date;x-amz-target"
        canonical = (f"POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:{self.host}\nx-amz-date:{now}\n"
                     f"x-amz-target:{target}\n\n{names}\n{digest}")
        scope = f"{now[:8]}/us-east-1/dynamodb/aws4_request"
        to_sign = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n" + hashlib.sha256(canonical.encode()).hexdigest()
        signature = hmac.new(self.signing_key(now[:8]), to_sign.encode(), hashlib.sha256).hexdigest()
        self.connection.request("POST", "/", body, {
            "Content-Type": "application/x-amz-json-1.0", "X-Amz-Date": now, "X-Amz-Target": target,
            "Authorization": f"AWS4-HMAC-SHA256 Credential={self.key}/{scope}, SignedHeaders={names}, "
                             f"Signature={signature}"})
        response = self.connection.getresponse()
        return response.status, json.loads(response.read() or b"{}")


TABLES = {
    "simple": dict(keys=[("id", "S")]),
    "pair": dict(keys=[("id", "S"), ("at", "S")],
                 lsi=[("by-num", [("id", "S"), ("num", "N")], "ALL", None),
                      ("by-tag", [("id", "S"), ("tag", "S")], "KEYS_ONLY", None)],
                 gsi=[("of-tag", [("tag", "S"), ("num", "N")], "ALL", None),
                      ("of-num", [("num", "N")], "INCLUDE", ["a", "b"])]),
    "numbers": dict(keys=[("n", "N"), ("m", "N")], gsi=[("of-b", [("bin", "B")], "KEYS_ONLY", None)]),
    "bytes": dict(keys=[("id", "B"), ("at", "B")]),
}
NAMES = ["a", "b", "c", "lst", "doc", "sset", "nset", "num", "tag", "bin", "flag", "none"]
RESERVED = ["name", "Size", "DATA", "value", "ttl"]


def create(name, spec):
    attributes, seen = [], set()

    def keys(of):
        for attribute, kind in of:
            if attribute not in seen:
                seen.add(attribute)
                attributes.append({"AttributeName": attribute, "AttributeType": kind})
        return [{"AttributeName": of[i][0], "KeyType": ("HASH", "RANGE")[i]} for i in range(len(of))]

    def index(each):
        projection = {"ProjectionType": each[2]}
        if each[3]:
            projection["NonKeyAttributes"] = each[3]
        return {"IndexName": each[0], "KeySchema": keys(each[1]), "Projection": projection}

    request = {"TableName": name, "KeySchema": keys(spec["keys"]), "BillingMode": "PAY_PER_REQUEST"}
    for member, kind in (("LocalSecondaryIndexes", "lsi"), ("GlobalSecondaryIndexes", "gsi")):
        if kind in spec:
            request[member] = [index(each) for each in spec[kind]]
    request["AttributeDefinitions"] = attributes
    return request


class Generator:
    """Random requests; nearly all sensible, some wrong in one way."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, probability):
        return self.random.random() < probability

    def number(self):
        return self.pick("0", "1", "2", "-1", "3", "1.5", "-0.5", "10", "100", "007", "1e2", "1.50", "1e-5", "-12345.678",
                         "12345678901234567890123456789012345678", "9.99e125", "1e-130", "-1e125", "0.1", "33")

    def text(self):
        return self.pick("", "x", "xy", "xyz", "abc", "b", "zz", "x.y", "1", "A", "a b", "x" * 40)

    def binary(self):
        return base64.b64encode(self.pick(b"x", b"xy", b"\x00", b"\xff\xfe", b"abc", b"q" * 10)).decode()

    def scalar(self, kind):
        if kind == "S":
            return {"S": self.text() or "e"}
        return {"N": self.number()} if kind == "N" else {"B": self.binary()}

    def value(self, depth=0):
        kind = self.pick("S", "S", "N", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", *(["L", "M"] * (2 if depth < 2 else 0)))
        if kind == "S":
            return {"S": self.text()}
        if kind == "N":
            return {"N": self.number()}
        if kind == "B":
            return {"B": self.binary()}
        if kind == "BOOL":
            return {"BOOL": self.chance(0.5)}
        if kind == "NULL":
            return {"NULL": True}
        if kind == "SS":
            return {"SS": self.random.sample(["x", "y", "z", "xy", "abc"], self.random.randint(1, 3))}
        if kind == "NS":
            return {"NS": self.random.sample(["1", "2", "3", "-1", "1.5"], self.random.randint(1, 3))}
        if kind == "BS":
            return {"BS": [base64.b64encode(each).decode() for each in
                           self.random.sample([b"x", b"y", b"abc"], self.random.randint(1, 2))]}
        if kind == "L":
            return {"L": [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]}
        return {"M": {name: self.value(depth + 1) for name in self.random.sample(["a", "b", "c"], self.random.randint(0, 3))}}

    def bad_value(self):
        return self.pick({}, {"N": "abc"}, {"N": ""}, {"SS": []}, {"SS": ["a", "a"]}, {"NS": ["1", "1.0"]}, {"NULL": False},
                         {"S": "a", "N": "1"}, {"N": "1e126"}, {"N": "1e-131"},
                         {"N": "123456789012345678901234567890123456789"}, {"BS": []}, {"NS": ["x"]})

    def attribute(self, name):
        if name == "num":
            return {"N": self.pick("1", "2", "3", "1.5")} if self.chance(0.93) else self.value()
        if name == "tag":
            return {"S": self.pick("x", "y", "z")} if self.chance(0.93) else self.value()
        if name == "bin":
            return {"B": self.pick("eA==", "eHk=")} if self.chance(0.95) else self.value()
        if name == "lst" and self.chance(0.8):
            return {"L": [self.value(1) for _ in range(self.random.randint(0, 4))]}
        if name == "doc" and self.chance(0.8):
            return {"M": {each: self.value(1) for each in self.random.sample(["a", "b", "c", "lst"], 2)}}
        if name == "sset" and self.chance(0.8):
            return {"SS": self.random.sample(["x", "y", "z", "w"], self.random.randint(1, 4))}
        if name == "nset" and self.chance(0.8):
            return {"NS": self.random.sample(["1", "2", "3", "4"], self.random.randint(1, 4))}
        return self.value() if self.chance(0.985) else self.bad_value()

    def key(self, table):
        key = {}
        for name, kind in TABLES[table]["keys"]:
            if kind == "S":
                key[name] = {"S": self.pick("k1", "k2", "k3", "k4", "k5")}
            elif kind == "N":
                key[name] = {"N": self.pick("1", "2", "-1", "1.5", "100")}
            else:
                key[name] = {"B": self.pick("eA==", "eHk=", "AA==", "//4=")}
        return key

    def sometimes_bad_key(self, table):
        key = self.key(table)
        if self.chance(0.02):
            name = self.pick(*key)
            wrong = self.random.randint(0, 4)
            if wrong == 0:
                del key[name]
            elif wrong == 1:
                key["extra"] = {"S": "x"}
            elif wrong == 2:
                key[name] = self.value()
            elif wrong == 3:
                key[name] = {"S": ""}
            else:
                key[name] = {"S": "k" * 2100}
        return key

    def item(self, table):
        item = self.sometimes_bad_key(table)
        for name in self.random.sample(NAMES, self.random.randint(0, 7)):
            item[name] = self.attribute(name)
        return item


class Expressions:
    """The expressions of one request with the names and values that they need."""

    def __init__(self, generator):
        self.g = generator
        self.names, self.values = {}, {}

    def name(self, name=None):
        name = name or self.g.pick(*NAMES)
        if self.g.chance(0.3):
            placeholder = self.g.pick("#x", "#y", "#z", "#" + name)
            if self.names.setdefault(placeholder, name) == name:
                return placeholder
        if self.g.chance(0.01):
            return self.g.pick(*RESERVED, "#undefined")
        return name

    def path(self, name=None):
        path = self.name(name)
        if self.g.chance(0.1):
            path += self.g.pick(".a", ".b", "[0]", "[1]")
        elif path == "doc" and self.g.chance(0.7):
            path += self.g.pick(".a", ".b", ".c", ".lst", ".lst[0]")
        elif path == "lst" and self.g.chance(0.7):
            path += self.g.pick("[0]", "[1]", "[2]", "[7]", "[0].a")
        return path

    def value(self, value=None):
        if self.g.chance(0.01):
            return ":undefined"
        placeholder = ":v%d" % len(self.values)
        self.values[placeholder] = value or (self.g.value() if self.g.chance(0.99) else self.g.bad_value())
        return placeholder

    def operand(self):
        chance = self.g.random.random()
        if chance < 0.5:
            return self.path()
        if chance < 0.9:
            return self.value()
        return "size(" + self.path() + ")"

    def bound(self, number, text):
        chance = self.g.random.random()
        return self.value({"N": number}) if chance < 0.6 else self.value({"S": text}) if chance < 0.95 else self.operand()

    def condition(self, depth=0):
        g = self.g
        chance = g.random.random()
        if depth < 3 and chance < 0.25:
            joined = self.condition(depth + 1) + g.pick(" AND ", " OR ", " and ") + self.condition(depth + 1)
            return joined if g.chance(0.5) else "(" + joined + ")"
        if depth < 3 and chance < 0.33:
            return "NOT " + self.condition(depth + 1)
        if chance < 0.55:
            return self.operand() + g.pick(" = ", " <> ", " < ", " <= ", " > ", " >= ", "=") + (
                self.value() if g.chance(0.95) else self.operand())
        if chance < 0.62:
            return self.operand() + " BETWEEN " + self.bound("1", "a") + " AND " + self.bound("3", "x")
        if chance < 0.70:
            return self.operand() + " IN (" + ", ".join(self.value() for _ in range(g.random.randint(1, 3))) + ")"
        if chance < 0.80:
            return g.pick("attribute_exists", "attribute_not_exists") + "(" + self.path() + ")"
        if chance < 0.87:
            return "attribute_type(" + self.path() + ", " + self.value(
                {"S": g.pick("S", "N", "L", "M", "SS", "NULL", "BOOL", "X")} if g.chance(0.95) else None) + ")"
        if chance < 0.93:
            return "begins_with(" + self.path() + ", " + self.value({"S": "x"} if g.chance(0.8) else None) + ")"
        if chance < 0.985:
            return "contains(" + self.path() + ", " + self.operand() + ")"
        return g.pick("((a = b))", "size(a)", "foo(a)", "a =", "attribute_exists(a, b)", "a = a", "begins_with(a)",
                      "(a) = (b)", "a = contains(a, b)", "a b", "attribute_exists(:v0)")

    def projection(self):
        return ", ".join(self.path() for _ in range(self.g.random.randint(1, 3)))

    def update_value(self, depth=0):
        g = self.g
        chance = g.random.random()
        if chance < 0.5:
            return self.value()
        if chance < 0.62:
            return self.path()
        if chance < 0.75:
            return self.path(g.pick("num", "a")) + g.pick(" + ", " - ") + self.value({"N": g.pick("1", "2.5", "1e3")})
        if chance < 0.87 and depth < 2:
            return "if_not_exists(" + self.path() + ", " + self.update_value(depth + 1).split(" + ")[0].split(" - ")[0] + ")"
        return "list_append(" + self.path("lst") + ", " + self.value({"L": [g.value(1)]} if g.chance(0.9) else None) + ")"

    def update(self):
        g = self.g
        sections = []
        for kind in g.random.sample(["SET", "REMOVE", "ADD", "DELETE"], g.random.randint(1, 2)):
            count = g.pick(1, 1, 2, 3)
            if kind == "SET":
                sections.append("SET " + ", ".join(self.path() + " = " + self.update_value() for _ in range(count)))
            elif kind == "REMOVE":
                sections.append("REMOVE " + ", ".join(self.path() for _ in range(count)))
            elif kind == "ADD":
                sections.append("ADD " + ", ".join(
                    self.name() + " " + self.value(g.pick({"N": "1"}, {"SS": ["x", "new"]}, {"NS": ["5"]})
                                                   if g.chance(0.9) else None) for _ in range(count)))
            else:
                sections.append("DELETE " + ", ".join(
                    self.name(g.pick("sset", "nset", "a")) + " " + self.value(
                        g.pick({"SS": ["x", "y"]}, {"NS": ["1"]}) if g.chance(0.9) else None) for _ in range(count)))
        if g.chance(0.01):
            sections.append(g.pick("SET a = :nothing", "FOO a", "SET a", "REMOVE"))
        return " ".join(sections)

    def into(self, request):
        if self.names:
            request["ExpressionAttributeNames"] = dict(self.names)
        if self.values:
            request["ExpressionAttributeValues"] = dict(self.values)
        if self.g.chance(0.01):
            request.setdefault("ExpressionAttributeValues", {})[":unused"] = {"S": "x"}
        if self.g.chance(0.01):
            request.setdefault("ExpressionAttributeNames", {})["#unused"] = "x"


OPERATORS = {"EQ": 1, "NE": 1, "LE": 1, "LT": 1, "GE": 1, "GT": 1, "NOT_NULL": 0, "NULL": 0, "CONTAINS": 1, "NOT_CONTAINS": 1,
             "BEGINS_WITH": 1, "IN": 2, "BETWEEN": 2}


class Operations:
    """Random operations: a name and a request."""

    def __init__(self, generator):
        self.g = generator

    def next(self):
        g = self.g
        table = g.pick(*TABLES)
        kind = g.random.random()
        if kind < 0.25:
            return self.put(table)
        if kind < 0.35:
            return self.get(table)
        if kind < 0.60:
            return self.update(table)
        if kind < 0.68:
            return self.delete(table)
        if kind < 0.83:
            return self.query(table)
        if kind < 0.93:
            return self.scan(table)
        return self.batch(table)

    def guard(self, request, expressions):
        g = self.g
        if g.chance(0.4):
            request["ConditionExpression"] = expressions.condition()
        elif g.chance(0.12):
            request["Expected"] = {g.pick(*NAMES): self.expected() for _ in range(g.random.randint(1, 2))}
            if g.chance(0.3):
                request["ConditionalOperator"] = g.pick("AND", "OR")

    def expected(self):
        g = self.g
        if g.chance(0.4):
            return g.pick({"Exists": False}, {"Value": g.value()}, {"Exists": True, "Value": g.value()}, {"Exists": True},
                          {"Exists": False, "Value": g.value()})
        operator = g.pick(*OPERATORS)
        values = [g.scalar(g.pick("S", "N")) for _ in range(OPERATORS[operator])]
        if operator == "BETWEEN":
            values = [{"N": "1"}, {"N": "3"}] if g.chance(0.9) else values
        expected = {"ComparisonOperator": operator}
        if values or g.chance(0.1):
            expected["AttributeValueList"] = values
        return expected

    def put(self, table):
        request = {"TableName": table, "Item": self.g.item(table)}
        expressions = Expressions(self.g)
        self.guard(request, expressions)
        expressions.into(request)
        if self.g.chance(0.4):
            request["ReturnValues"] = self.g.pick("ALL_OLD", "ALL_OLD", "NONE", "ALL_NEW")
        return "PutItem", request

    def get(self, table):
        request = {"TableName": table, "Key": self.g.sometimes_bad_key(table)}
        expressions = Expressions(self.g)
        if self.g.chance(0.5):
            request["ProjectionExpression"] = expressions.projection()
        elif self.g.chance(0.1):
            request["AttributesToGet"] = self.g.random.sample(NAMES, 3)
        expressions.into(request)
        if self.g.chance(0.3):
            request["ConsistentRead"] = True
        return "GetItem", request

    def update(self, table):
        g = self.g
        request = {"TableName": table, "Key": g.sometimes_bad_key(table)}
        expressions = Expressions(g)
        if g.chance(0.85):
            request["UpdateExpression"] = expressions.update()
            if g.chance(0.3):
                request["ConditionExpression"] = expressions.condition()
        elif g.chance(0.9):
            updates = {}
            for name in g.random.sample(NAMES, g.random.randint(1, 3)):
                action = g.pick("PUT", "ADD", "DELETE", None)
                update = {} if action is None else {"Action": action}
                if action != "DELETE" or g.chance(0.5):
                    update["Value"] = g.attribute(name) if action != "ADD" else g.pick({"N": "1"}, {"SS": ["q"]}, g.value())
                updates[name] = update
            request["AttributeUpdates"] = updates
        expressions.into(request)
        if g.chance(0.7):
            request["ReturnValues"] = g.pick("ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW", "NONE")
        return "UpdateItem", request

    def delete(self, table):
        request = {"TableName": table, "Key": self.g.sometimes_bad_key(table)}
        expressions = Expressions(self.g)
        self.guard(request, expressions)
        expressions.into(request)
        if self.g.chance(0.5):
            request["ReturnValues"] = self.g.pick("ALL_OLD", "NONE")
        return "DeleteItem", request

    def filtered(self, request, expressions, legacy):
        g = self.g
        if g.chance(0.4):
            request["FilterExpression"] = expressions.condition()
        elif g.chance(0.1) and not expressions.values:
            request[legacy] = {g.pick(*NAMES): {k: v for k, v in self.expected().items()
                                               if k in ("ComparisonOperator", "AttributeValueList")}
                               for _ in range(1)}
            for each in request[legacy].values():
                each.setdefault("ComparisonOperator", "NOT_NULL")
        if g.chance(0.2) and legacy not in request:
            request["ProjectionExpression"] = expressions.projection()
        if g.chance(0.1):
            request["Select"] = g.pick("COUNT", "ALL_ATTRIBUTES") if "ProjectionExpression" not in request \
                else "SPECIFIC_ATTRIBUTES"

    def query(self, table):
        g = self.g
        spec = TABLES[table]
        request = {"TableName": table}
        keys = spec["keys"]
        indexes = spec.get("lsi", []) + spec.get("gsi", [])
        if indexes and g.chance(0.4):
            index = g.pick(*indexes)
            request["IndexName"] = index[0]
            keys = index[1]
        expressions = Expressions(g)

        def of(name, kind):
            values = g.key(table)
            if name in values:
                return values[name]
            return g.attribute(name) if g.chance(0.98) else g.value()

        name, kind = keys[0]
        text = expressions.name(name) + " = " + expressions.value(of(name, kind))
        if len(keys) > 1 and g.chance(0.6):
            name, kind = keys[1]
            path, value = expressions.name(name), expressions.value(of(name, kind))
            chance = g.random.random()
            if chance < 0.6:
                text += " AND " + path + g.pick(" = ", " < ", " <= ", " > ", " >= ") + value
            elif chance < 0.8:
                text += " AND " + path + " BETWEEN " + value + " AND " + expressions.value(of(name, kind))
            elif chance < 0.97:
                text += " AND begins_with(" + path + ", " + value + ")"
            else:
                text += g.pick(" AND " + path + " <> " + value, " OR " + path + " = " + value,
                               " AND attribute_exists(" + path + ")")
        request["KeyConditionExpression"] = text
        self.filtered(request, expressions, "QueryFilter")
        if "QueryFilter" in request:
            del request["QueryFilter"]
        expressions.into(request)
        if g.chance(0.3):
            request["ScanIndexForward"] = g.chance(0.5)
        if g.chance(0.3):
            request["Limit"] = g.random.randint(1, 4)
        if g.chance(0.1):
            request["ConsistentRead"] = True
        return "Query", request

    def scan(self, table):
        g = self.g
        request = {"TableName": table}
        indexes = TABLES[table].get("lsi", []) + TABLES[table].get("gsi", [])
        if indexes and g.chance(0.3):
            request["IndexName"] = g.pick(*indexes)[0]
        expressions = Expressions(g)
        self.filtered(request, expressions, "ScanFilter")
        expressions.into(request)
        if g.chance(0.2):
            request["TotalSegments"] = g.random.randint(1, 3)
            request["Segment"] = g.random.randint(0, request["TotalSegments"] - (0 if g.chance(0.05) else 1))
        if g.chance(0.2):
            request["Limit"] = g.random.randint(1, 5)
        return "Scan", request

    def batch(self, table):
        g = self.g
        if g.chance(0.5):
            keys = [g.sometimes_bad_key(table) for _ in range(g.random.randint(1, 4))]
            request = {"Keys": keys}
            expressions = Expressions(g)
            if g.chance(0.3):
                request["ProjectionExpression"] = expressions.projection()
                if expressions.names:
                    request["ExpressionAttributeNames"] = expressions.names
            return "BatchGetItem", {"RequestItems": {table: request}}
        writes = []
        for _ in range(g.random.randint(1, 4)):
            writes.append({"PutRequest": {"Item": g.item(table)}} if g.chance(0.7)
                          else {"DeleteRequest": {"Key": g.sometimes_bad_key(table)}})
        return "BatchWriteItem", {"RequestItems": {table: writes}}


def normal(node, items=False):
    """An answer without what no one promises: the order of sets."""
    if isinstance(node, dict):
        return {name: (sorted(each) if name in ("SS", "NS", "BS") and isinstance(each, list) else normal(each))
                for name, each in node.items() if not (name == "ConsumedCapacity")}
    return [normal(each) for each in node] if isinstance(node, list) else node


def comparable(operation, request, answer):
    status, body = answer
    if status != 200:
        kind = body.get("__type", "").split("#")[-1]
        message = body.get("message", body.get("Message", ""))
        return status, kind, message
    body = normal(body)
    if operation in ("Query", "Scan") and "Items" in body:
        ordered = "IndexName" not in request and not (operation == "Scan" and request["TableName"] == "numbers")
        if not ordered:
            body["Items"] = sorted(body["Items"], key=lambda each: json.dumps(each, sort_keys=True))
    if operation == "BatchGetItem":
        for all_of in body.get("Responses", {}).values():
            all_of.sort(key=lambda each: json.dumps(each, sort_keys=True))
    return status, body


RULES = []


def rule(name):
    def add(function):
        RULES.append((name, function))
        return function
    return add


@rule("syntax: the place of a syntax error is told in AWS's form, not a parser generator's")
def syntax(operation, request, ours, theirs):
    prefix = re.compile(r"Invalid \w+: Syntax error; ")
    return len(ours) == 3 and len(theirs) == 3 and prefix.match(ours[2]) and prefix.match(theirs[2]) \
        and ours[2].split(";")[0] == theirs[2].split(";")[0]


@rule("between: bounds of document and set types are shown without what is in them")
def between(operation, request, ours, theirs):
    return len(ours) == 3 and len(theirs) == 3 and "The BETWEEN operator requires same data type" in ours[2] \
        and ours[2].split(";")[0] == theirs[2].split(";")[0]


def conditions(request):
    return " ".join(str(request.get(name, "")) for name in ("ConditionExpression", "FilterExpression"))


@rule("order: only texts, numbers and bytes have one")
def order(operation, request, ours, theirs):
    values = request.get("ExpressionAttributeValues", {}).values()
    return re.search(r"[<>]|BETWEEN", conditions(request)) and any(
        kind not in ("S", "N", "B") for value in values for kind in value)


@rule("empty: IN and attribute_type find empty texts and false, too")
def falsy(operation, request, ours, theirs):
    return re.search(r" IN \(|attribute_type", conditions(request)) and any(
        empty in json.dumps([request.get("ExpressionAttributeValues"), ours]) for empty in ('{"S": ""}', '{"BOOL": false}'))


@rule("documents: lists, maps and sets are equal when what is in them is")
def documents(operation, request, ours, theirs):
    values = request.get("ExpressionAttributeValues", {}).values()
    return re.search(r"=| IN \(|<>|contains", conditions(request)) and any(
        kind in ("L", "M") for value in values for kind in value)


@rule("ConditionalOperator OR: one condition suffices")
def one_of(operation, request, ours, theirs):
    return request.get("ConditionalOperator") == "OR"


@rule("segments: of numeric partition keys others are in a segment")
def segments(operation, request, ours, theirs):
    return "TotalSegments" in request and request.get("IndexName") == "of-num"


@rule("two errors: which of them is told")
def two(operation, request, ours, theirs):
    return operation == "UpdateItem" and "AttributeUpdates" in request and len(ours) == 3 and len(theirs) == 3


@rule("digits: a sum of more than 38 digits is refused")
def digits(operation, request, ours, theirs):
    return len(ours) == 3 and "more than 38 significant digits" in ours[2] and theirs[0] == 200


@rule("Expected: Exists true with a value means that value")
def exists(operation, request, ours, theirs):
    return any(each.get("Exists") is True and "Value" in each for each in request.get("Expected", {}).values())


@rule("local index: what it has not is read from its table")
def fetched(operation, request, ours, theirs):
    return request.get("IndexName") == "by-tag" and "ProjectionExpression" in request


@rule("NOT NOT: a condition may be negated twice")
def twice(operation, request, ours, theirs):
    text = " ".join(str(request.get(name, "")) for name in ("ConditionExpression", "FilterExpression"))
    return re.search(r"NOT\s+NOT", text) and len(theirs) == 3 and "Syntax error" in theirs[2]


@rule("missing operands: two attributes that do not exist are not equal")
def missing(operation, request, ours, theirs):
    """Only where paths are compared with paths."""
    text = " ".join(str(request.get(name, "")) for name in ("ConditionExpression", "FilterExpression"))
    return re.search(r"[\w\])] ?(=|<>|<=|>=|<|>) ?[(#\w]", text) or re.search(r"BETWEEN", text)


class Duel:
    def __init__(self, ours, restart, seed, verbose):
        self.ours, self.restart = ours, restart
        self.theirs = restart()
        self.operations = Operations(Generator(seed))
        self.explained = collections.Counter()
        self.unexplained = collections.Counter()
        self.shown = 0
        self.verbose = verbose
        self.statistics = collections.Counter()

    def set_up(self):
        self.make_tables(self.ours)
        self.make_tables(self.theirs)

    def make_tables(self, client):
        for name, spec in TABLES.items():
            status, body = client.call("CreateTable", create(name, spec))
            if status != 200:
                sys.exit(f"cannot create {name}: {body}")
        for name in TABLES:
            while client.call("DescribeTable", {"TableName": name})[1]["Table"]["TableStatus"] != "ACTIVE":
                time.sleep(0.1)

    def tear_down(self):
        for name in TABLES:
            self.ours.call("DeleteTable", {"TableName": name})

    def call_theirs(self, operation, request):
        """Null when it broke; it is started again with what Hearth has."""
        try:
            return self.theirs.call(operation, request)
        except (http.client.HTTPException, OSError):
            if self.shown < self.verbose:
                self.shown += 1
                print("CRASH", operation, json.dumps(request))
            self.theirs = self.restart()
            self.make_tables(self.theirs)
            for name in TABLES:
                for item in self.pages(self.ours.call, "Scan", {"TableName": name})[1]["Items"]:
                    self.theirs.call("PutItem", {"TableName": name, "Item": item})
            return None

    def pages(self, call, operation, request):
        """All pages of an index, because nobody promises the order of entries that are alike."""
        whole = dict(request)
        answer = call(operation, whole)
        while answer and answer[0] == 200 and "LastEvaluatedKey" in answer[1]:
            whole["ExclusiveStartKey"] = answer[1].pop("LastEvaluatedKey")
            more = call(operation, whole)
            if more is None or more[0] != 200:
                return more
            for name in ("Count", "ScannedCount"):
                answer[1][name] += more[1][name]
            answer[1].setdefault("Items", []).extend(more[1].get("Items", []))
            if "LastEvaluatedKey" in more[1]:
                answer[1]["LastEvaluatedKey"] = more[1]["LastEvaluatedKey"]
        return answer

    def step(self):
        operation, request = self.operations.next()
        unordered = "IndexName" in request or (operation == "Scan" and request["TableName"] == "numbers")
        if unordered and "Limit" in request or "TotalSegments" in request and request["TableName"] == "numbers":
            request.pop("TotalSegments", None)
            request.pop("Segment", None)
            answers = [self.pages(self.ours.call, operation, request), self.pages(self.call_theirs, operation, request)]
        else:
            answers = [self.ours.call(operation, request), self.call_theirs(operation, request)]
        if answers[1] is None:
            self.explained["crash: dynalite ends"] += 1
            return
        ours, theirs = (comparable(operation, request, each) for each in answers)
        self.statistics[operation, ours[0]] += 1
        if ours == theirs:
            return
        for name, explains in RULES:
            if explains(operation, request, ours, theirs):
                self.explained[name] += 1
                break
        else:
            shape = (operation, ours[2] if len(ours) == 3 else ours[0], theirs[2] if len(theirs) == 3 else theirs[0])
            self.unexplained[operation] += 1
            if self.shown < self.verbose:
                self.shown += 1
                print("DIFFERENCE", operation, json.dumps(request))
                print("   hearth  ", json.dumps(ours)[:1500])
                print("   dynalite", json.dumps(theirs)[:1500])
        if operation in ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"):
            self.make_equal(operation, request)

    def make_equal(self, operation, request):
        """Later answers must not differ because this one did."""
        if operation == "BatchWriteItem":
            (table, writes), = request["RequestItems"].items()
            items = [each.get("PutRequest", {}).get("Item") or each["DeleteRequest"]["Key"] for each in writes]
        else:
            table, items = request["TableName"], [request.get("Key") or request["Item"]]
        for item in items:
            key = {name: item[name] for name, _ in TABLES[table]["keys"] if name in item}
            status, body = self.ours.call("GetItem", {"TableName": table, "Key": key})
            if status == 200:
                if "Item" in body:
                    self.theirs.call("PutItem", {"TableName": table, "Item": body["Item"]})
                else:
                    self.theirs.call("DeleteItem", {"TableName": table, "Key": key})


class Dynalite:
    """npm's, in a folder of its own or one that is there already."""

    def __init__(self, folder):
        self.temporary = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="dynalite-")
        self.process = None
        if self.temporary:
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.folder, "dynalite"],
                           check=True)

    def start(self):
        """A client of a new one."""
        self.stop()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            ["node", os.path.join(self.folder, "node_modules/dynalite/cli.js"), "--port", str(port), "--createTableMs", "0",
             "--deleteTableMs", "0", "--updateTableMs", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return Client(f"http://127.0.0.1:{port}", "key", "secret")
            except OSError:
                time.sleep(0.1)
        sys.exit("dynalite does not start")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()

    def close(self):
        self.stop()
        if self.temporary:
            shutil.rmtree(self.folder)


def credentials(path):
    found = {}
    for line in open(path):
        if "=" in line:
            name, value = (each.strip() for each in line.split("=", 1))
            found.setdefault(name, value)
    return found["aws_access_key_id"], found["aws_secret_access_key"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hearth", default="http://127.0.0.1:4566")
    arguments.add_argument("--credentials", default=os.path.expanduser("~/.hearth/credentials"))
    arguments.add_argument("--dynalite", help="a folder where npm installed it already")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--operations", type=int, default=100_000)
    arguments.add_argument("--show", type=int, default=20, help="how many differences are shown in full")
    given = arguments.parse_args()
    dynalite = Dynalite(given.dynalite)
    try:
        duel = Duel(Client(given.hearth, *credentials(given.credentials)), dynalite.start, given.seed, given.show)
        duel.set_up()
        try:
            for _ in range(given.operations):
                duel.step()
        finally:
            duel.tear_down()
    finally:
        dynalite.close()
    for (operation, status), count in sorted(duel.statistics.items()):
        print(f"{operation:16} {status} {count}")
    for name, count in duel.explained.most_common():
        print(f"explained {count:6} {name}")
    print(f"{given.operations} operations, seed {given.seed}: {sum(duel.explained.values())} explained differences, "
          f"{sum(duel.unexplained.values())} unexplained {dict(duel.unexplained)}")
    sys.exit(1 if duel.unexplained else 0)


if __name__ == "__main__":
    main()

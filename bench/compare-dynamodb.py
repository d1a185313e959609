#!/usr/bin/env python3
"""Asks Hearth and npm's dynalite the same seeded random DynamoDB operations, and shows where their answers differ.

    ./hearth up --port 4566 --data DIR --detach
    python3 bench/compare-dynamodb.py --hearth http://127.0.0.1:4566 --credentials DIR/credentials

It installs dynalite with npm into a temporary folder and starts it. A difference is explained when Hearth's answer is
the one that dynamodb_judge.py, a second implementation of what AWS documents, gives for it, and dynalite's is what a known
habit of its makes of that; docs/COVERAGE.md has a line for each. Everything else is shown, and fails the run.
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

import dynamodb_judge as judge


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


SYNTAX = re.compile(r"(Invalid \w+): Syntax error; ")
OURS_AT = re.compile(r'token: "([^"]*)"')
THEIRS_AT = re.compile(r'but (?:"(.)"|(end of input)) found')
BOUND = re.compile(r"\{(L|M|SS|NS|BS):[^}]*\}")
UNORDERED = re.compile(r"operator or function: (<|<=|>|>=|BETWEEN), operand type: (BOOL|NULL|SS|NS|BS|L|M)$")
NOT_VALID = re.compile(r"ComparisonOperator (\w+) is not valid for (\w+) AttributeValue type$")
EXPRESSIONS = ("ConditionExpression", "FilterExpression", "KeyConditionExpression")
FILTERS = ("FilterExpression", "ScanFilter", "QueryFilter", "ConditionalOperator")


def syntax(ours, theirs):
    """Both see it at the same place, which AWS names by its token."""
    places = SYNTAX.match(ours[2]), SYNTAX.match(theirs[2])
    if not all(places) or places[0].group(1) != places[1].group(1):
        return False
    token, found = OURS_AT.search(ours[2]), THEIRS_AT.search(theirs[2])
    return bool(token and found) and (token.group(1) == "<EOF>" if found.group(2) else token.group(1).startswith(found.group(1)))


def bounds(ours, theirs):
    return "The BETWEEN operator requires same data type" in ours[2] \
        and BOUND.sub(r"{\1:}", ours[2]) == BOUND.sub(r"{\1:}", theirs[2])


def leaves(condition):
    if condition[0] in ("and", "or", "not"):
        for each in condition[1:]:
            yield from leaves(each)
    else:
        yield condition


def unordered_literal(request, ours):
    """A condition asks for the order of a value that has none."""
    found = UNORDERED.search(ours[2])
    if not found:
        return False
    for name in EXPRESSIONS:
        if name in request and ours[2].startswith("Invalid " + name):
            return any(leaf[0] == found.group(1).lower() and any(
                each[0] == "value" and judge.kind(each[1]) == found.group(2) for each in leaf[1:])
                for leaf in leaves(judge.read(request[name], request)))
    return False


def not_valid(request, ours):
    """Of Expected, what the API reference's Condition says for its operator."""
    found = NOT_VALID.search(ours[2])
    if not found:
        return False
    operator, of = found.groups()
    allowed = judge.ORDERED if operator != "BEGINS_WITH" else ("S", "B")
    return operator not in ("EQ", "NE") and of not in allowed and any(
        wish.get("ComparisonOperator") == operator and any(
            judge.kind(each) == of for each in wish.get("AttributeValueList", []) + [wish.get("Value")])
        for wish in request.get("Expected", {}).values())


def empty_index_key(request, ours):
    found = re.search(r"cannot contain an empty (?:string|binary) value\. IndexName: [\w-]+, IndexKey: (\w+)$", ours[2])
    return bool(found) and request.get("Item", {}).get(found.group(1)) in ({"S": ""}, {"B": ""})


def failed(answer):
    return len(answer) == 3 and answer[1] == "ConditionalCheckFailedException"


def habits():
    """Each alone, then all that there are."""
    for habit, name in judge.HABITS.items():
        yield name, (habit,)
    yield "several of dynalite's habits in one condition", tuple(judge.HABITS)


def without(request, *names):
    """The request without these members, and without placeholders that only they used."""
    rest = {name: each for name, each in request.items() if name not in names}
    text = " ".join(str(rest.get(name, "")) for name in ("ProjectionExpression", "UpdateExpression", *EXPRESSIONS))
    used = set(re.findall(r"[:#]\w+", text))
    for name in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        rest[name] = {key: each for key, each in request.get(name, {}).items() if key in used}
        if not rest[name]:
            del rest[name]
    return rest


def digits_of(node):
    """The most digits of a number in it."""
    if isinstance(node, dict):
        return max([len(node["N"].replace("-", "").replace(".", "").strip("0")) if isinstance(node.get("N"), str) else 0]
                   + [digits_of(each) for each in node.values()])
    return max(map(digits_of, node), default=0) if isinstance(node, list) else 0


class Duel:
    def __init__(self, ours, restart, seed, verbose, log):
        self.ours, self.restart, self.log = ours, restart, log
        self.theirs = restart()
        self.operations = Operations(Generator(seed))
        self.explained = collections.Counter()
        self.before = None
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
        """None when it broke; it is started again with what Hearth has."""
        try:
            return self.theirs.call(operation, request)
        except (http.client.HTTPException, OSError):
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
        self.before = self.item(request) if any(name in request for name in ("ConditionExpression", "Expected")) else None
        if "TotalSegments" in request and request["TableName"] == "numbers":
            request.pop("TotalSegments")
            request.pop("Segment")
        answers = [self.asked(self.ours.call, operation, request), self.asked(self.call_theirs, operation, request)]
        if answers[1] is None:
            self.crashed(operation, request, comparable(operation, request, answers[0]))
            return
        ours, theirs = (comparable(operation, request, each) for each in answers)
        self.statistics[operation, ours[0]] += 1
        if ours == theirs:
            return
        try:
            name = self.explanation(operation, request, ours, theirs)
        except judge.Unclear:
            name = None
        if name:
            self.explained[name] += 1
            if self.log:
                print(json.dumps([name, operation, request, ours, theirs]), file=self.log)
        else:
            self.show("DIFFERENCE", operation, request, ours, theirs)
        if operation in ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"):
            self.make_equal(operation, request)

    def show(self, what, operation, request, ours, theirs):
        self.unexplained[operation] += 1
        if self.shown < self.verbose:
            self.shown += 1
            print(what, operation, json.dumps(request))
            print("   before  ", json.dumps(self.before)[:1500])
            print("   hearth  ", json.dumps(ours)[:1500])
            print("   dynalite", json.dumps(theirs)[:1500])

    def asked(self, call, operation, request):
        """All pages where nobody promises an order."""
        unordered = "IndexName" in request or (operation == "Scan" and request["TableName"] == "numbers")
        return (self.pages if unordered and "Limit" in request else lambda call, *asked: call(*asked))(call, operation, request)

    def item(self, request):
        """What Hearth has at the key of a write; None when its key is none."""
        of = request["Key"] if "Key" in request else request["Item"]
        key = {name: of[name] for name, _ in TABLES[request["TableName"]]["keys"] if name in of}
        status, body = self.ours.call("GetItem", {"TableName": request["TableName"], "Key": key})
        return body.get("Item", {}) if status == 200 else None

    def crashed(self, operation, request, ours):
        """dynalite gave no answer; Hearth's must be the judge's."""
        try:
            right = self.before is None or judge.judged(request, self.before) == {not failed(ours)} or (
                len(ours) == 3 and not failed(ours))
        except judge.Unclear:
            right = False
        if right:
            self.explained["crash: dynalite ends at a condition"] += 1
        else:
            self.show("CRASH", operation, request, ours, None)

    def explanation(self, operation, request, ours, theirs):
        """The name of what explains the difference; None when nothing does."""
        if len(ours) == 3 and len(theirs) == 3:
            if syntax(ours, theirs):
                return "syntax: the same place of a syntax error, told in AWS's form"
            if bounds(ours, theirs):
                return "between: bounds that are sets or documents are shown without what is in them"
        plain = self.without_double_negation(request)
        if plain != request and len(theirs) == 3 and 'Syntax error; Expected "("' in theirs[2]:
            again = comparable(operation, plain, self.asked(self.call_theirs, operation, plain))
            if again == ours or self.explanation(operation, plain, ours, again):
                return "NOT NOT: a condition may be negated twice"
            return None
        if len(ours) == 3 and unordered_literal(request, ours):
            return "order of a value: what has none is refused when a condition asks for it"
        if len(ours) == 3 and (theirs[0] == 200 or failed(theirs)) and empty_index_key(request, ours):
            return "empty keys: an index's key may not be empty"
        if len(ours) == 3 and not_valid(request, ours):
            return "Expected: an operator's values must be of the types that it is for"
        if len(ours) == 3 and "more than 38 significant digits" in ours[2]:
            return self.digits(request, theirs)
        if self.before is not None and failed(ours) != failed(theirs):
            return self.habit_of_condition(request, ours, theirs)
        if operation in ("Query", "Scan") and ours[0] == 200 and theirs[0] == 200:
            return self.read_explanation(operation, request, ours, theirs)
        return None

    def digits(self, request, theirs):
        """dynalite has kept such a number, or went on and found something else to refuse."""
        name = "digits: a sum of more than 38 digits is refused"
        if theirs[0] != 200:
            item = self.item(request)
            return name if any(judge.sum_digits(*each, request, item) > 38 for each in re.findall(
                r"([\w#.\[\]]+) ([+-]) (:\w+)", request.get("UpdateExpression", ""))) else None
        key = {name: (request["Key"] if "Key" in request else request["Item"])[name] for name, _ in TABLES[request["TableName"]]["keys"]}
        body = self.theirs.call("GetItem", {"TableName": request["TableName"], "Key": key})[1]
        return name if digits_of(body.get("Item", {})) > 38 else None

    @staticmethod
    def without_double_negation(request):
        return {name: re.sub(r"\bNOT\s+NOT\b\s*", "", each) if name in EXPRESSIONS else each
                for name, each in request.items()}

    def habit_of_condition(self, request, ours, theirs):
        if judge.judged(request, self.before) != {not failed(ours)}:
            return None
        for name, habit in habits():
            if (not failed(theirs)) in judge.judged(request, self.before, habit):
                return name
        return None

    def read_explanation(self, operation, request, ours, theirs):
        if request.get("TotalSegments", 1) > 1 and request.get("IndexName") == "of-num":
            return self.segments(request)
        if any(name in request for name in FILTERS):
            return self.habit_of_filter(operation, request, ours[1], theirs[1])
        if request.get("IndexName") == "by-tag" and "ProjectionExpression" in request:
            return self.fetched(operation, request, ours[1])
        return None

    def habit_of_filter(self, operation, request, ours, theirs):
        """Asks for what was looked at, and judges each item."""
        looked = without(request, *FILTERS, "ProjectionExpression", "Select", "AttributesToGet")
        status, body = self.asked(self.ours.call, operation, looked)
        if status != 200 or body["Count"] != ours["ScannedCount"] or body["Count"] != theirs["ScannedCount"]:
            return None
        items = body["Items"]
        kept = [each for each in items if judge.judged(request, each) == {True}]
        if len(kept) != ours["Count"] or not self.shows(request, kept, kept, ours):
            return None
        for name, habit in habits():
            answers = [(each, judge.judged(request, each, habit)) for each in items]
            surely = [each for each, answer in answers if answer == {True}]
            perhaps = [each for each, answer in answers if True in answer]
            if len(surely) <= theirs["Count"] <= len(perhaps) and self.shows(request, surely, perhaps, theirs):
                return name
        return None

    @staticmethod
    def shows(request, surely, perhaps, body):
        """Whether an answer has all of the one and none but of the other."""
        if request.get("Select") == "COUNT" or "ProjectionExpression" in request or "AttributesToGet" in request:
            return len(body.get("Items", [])) in (0, body["Count"])
        shown, surely, perhaps = ([json.dumps(normal(each), sort_keys=True) for each in of]
                                  for of in (body["Items"], surely, perhaps))
        return all(each in shown for each in surely) and all(each in perhaps for each in shown)

    def segments(self, request):
        """AWS promises that segments divide the items, not how."""
        wholes, looked = [], []
        for call in (self.ours.call, self.call_theirs):
            whole, scanned = [], 0
            for segment in range(request["TotalSegments"]):
                of = {name: each for name, each in request.items() if name != "Limit"} | {"Segment": segment}
                status, body = call("Scan", of)
                whole += [json.dumps(normal(each), sort_keys=True) for each in body.get("Items", [])]
                scanned += body.get("ScannedCount", 0)
            wholes.append(sorted(whole))
            looked.append(scanned)
        return "segments: of an index's numeric keys others are in a segment; all of them have the same items" \
            if wholes[0] == wholes[1] and looked[0] == looked[1] > 0 else None

    def fetched(self, operation, request, ours):
        """The same question with all attributes, of which the wished ones are taken here."""
        whole = without(request, "ProjectionExpression") | {"Select": "ALL_ATTRIBUTES"}
        status, body = self.asked(self.call_theirs, operation, whole)
        if status != 200:
            return None
        wished = judge.paths(request)
        right = [json.dumps(normal(judge.project(wished, each)), sort_keys=True) for each in body["Items"]]
        return "local index: what it has not is read from its table" if sorted(right) == sorted(
            json.dumps(each, sort_keys=True) for each in ours["Items"]) else None

    def make_equal(self, operation, request):
        """Later answers must not differ because this one did."""
        if operation == "BatchWriteItem":
            (table, writes), = request["RequestItems"].items()
            items = [each.get("PutRequest", {}).get("Item") or each["DeleteRequest"]["Key"] for each in writes]
        else:
            table, items = request["TableName"], [request["Key"] if "Key" in request else request["Item"]]
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
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.folder, "dynalite@4.0.0"],
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
    arguments.add_argument("--explained", type=argparse.FileType("w"), help="a file for the explained differences")
    given = arguments.parse_args()
    dynalite = Dynalite(given.dynalite)
    try:
        duel = Duel(Client(given.hearth, *credentials(given.credentials)), dynalite.start, given.seed, given.show,
                    given.explained)
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

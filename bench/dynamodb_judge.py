"""What AWS documents of DynamoDB's conditions, written a second time, and what npm's dynalite is known to do instead.

compare-dynamodb.py takes a difference between Hearth and dynalite for explained only when Hearth's answer is what the
documented rules give for that request and that item, and dynalite's is what one of its known habits gives. Sources: the
developer guide's "Condition and filter expressions, operators, and functions", "Legacy conditional parameters" and the
API reference's Condition and ExpectedAttributeValue.

A habit makes a condition give one of a set of answers, because what dynalite does to values of some types depends on
how JavaScript shows them: so everything here works on sets of {True, False}.
"""
import base64
import decimal
import re

TOKEN = re.compile(r"\s*(?:(<>|<=|>=|[=<>(),.\[\]])|([:#]?[A-Za-z0-9_]+))")
COMPARE = ("=", "<>", "<", "<=", ">", ">=")
ORDERED = ("S", "N", "B")
HABITS = {
    "missing": "missing operands: nothing equals what is not there, and nothing is before or after it",
    "order": "order: sets, documents, truth values and nulls have none",
    "documents": "documents: lists and maps are equal when what is in them is, and a list contains any value",
    "empty": "empty: texts of no letters and false are values like others",
    "bytes": "bytes: begins_with and contains compare bytes, not the text that they might be",
    "any": "ConditionalOperator OR: one condition suffices",
    "exists": "Expected: Exists true with a value means that value",
    "absent": "NOT_CONTAINS: false for an attribute that is not there",
    "numbers": "begins_with: only texts and bytes begin with something",
}


class Unclear(Exception):
    """The request is not one that the judge can read."""


class Reader:
    """A condition as nested tuples."""

    def __init__(self, text, names, values):
        self.tokens, at = [], 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise Unclear(text)
            self.tokens.append(match.group(1) or match.group(2))
            at = match.end()
        self.names, self.values, self.at = names, values, 0

    def peek(self, more=0):
        return self.tokens[self.at + more] if self.at + more < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        if not token or wanted and token.upper() != wanted:
            raise Unclear(token)
        self.at += 1
        return token

    def whole(self):
        condition = self.either()
        if self.peek():
            raise Unclear(self.peek())
        return condition

    def either(self):
        left = self.both()
        while self.peek().upper() == "OR":
            self.take()
            left = ("or", left, self.both())
        return left

    def both(self):
        left = self.negated()
        while self.peek().upper() == "AND":
            self.take()
            left = ("and", left, self.negated())
        return left

    def negated(self):
        if self.peek().upper() == "NOT":
            self.take()
            return ("not", self.negated())
        return self.leaf()

    def leaf(self):
        if self.peek() == "(":
            start = self.at
            try:
                self.take()
                inner = self.either()
                self.take(")")
                if self.peek() not in COMPARE and self.peek().upper() not in ("BETWEEN", "IN"):
                    return inner
            except Unclear:
                pass
            self.at = start
        if self.peek(1) == "(" and self.peek() not in ("size", "("):
            name = self.take()
            self.take()
            arguments = [self.operand()]
            while self.peek() == ",":
                self.take()
                arguments.append(self.operand())
            self.take(")")
            return (name, *arguments)
        left = self.operand()
        operator = self.take()
        if operator in COMPARE:
            return (operator, left, self.operand())
        if operator.upper() == "BETWEEN":
            lower = self.operand()
            self.take("AND")
            return ("between", left, lower, self.operand())
        if operator.upper() == "IN":
            self.take("(")
            candidates = [self.operand()]
            while self.peek() == ",":
                self.take()
                candidates.append(self.operand())
            self.take(")")
            return ("in", left, *candidates)
        raise Unclear(operator)

    def operand(self):
        token = self.take()
        if token == "(":
            inner = self.operand()
            self.take(")")
            return inner
        if token == "size" and self.peek() == "(":
            self.take()
            inner = self.operand()
            self.take(")")
            return ("size", inner)
        if token.startswith(":"):
            return ("value", self.values[token]) if token in self.values else ("undefined", token)
        steps = [self.name(token)]
        while self.peek() in (".", "["):
            if self.take() == ".":
                steps.append(self.name(self.take()))
            else:
                steps.append(int(self.take()))
                self.take("]")
        return ("path", steps)

    def name(self, token):
        if token.startswith("#"):
            return self.names.get(token, token)
        return token


def read(text, request):
    return Reader(text, request.get("ExpressionAttributeNames", {}), request.get("ExpressionAttributeValues", {})).whole()


def kind(value):
    return next(iter(value)) if value else None


def content(value):
    """What is compared when two values are."""
    (of, inner), = value.items()
    if of == "N":
        return of, decimal.Decimal(inner)
    if of == "NS":
        return of, frozenset(decimal.Decimal(each) for each in inner)
    if of in ("SS", "BS"):
        return of, frozenset(inner)
    if of == "B":
        return of, base64.b64decode(inner)
    if of == "L":
        return of, tuple(content(each) for each in inner)
    if of == "M":
        return of, frozenset((name, content(each)) for name, each in inner.items())
    return of, inner


def at(steps, item):
    node = {"M": item}
    for step in steps:
        if isinstance(step, str):
            node = node.get("M", {}).get(step)
        else:
            node = node["L"][step] if len(node.get("L", [])) > step else None
        if node is None:
            return None
    return node


def length(value):
    of, inner = next(iter(value.items()))
    if of in ("N", "BOOL", "NULL"):
        return None
    return {"N": str(len(base64.b64decode(inner)) if of == "B" else len(inner))}


def resolve(operand, item, habits):
    if operand[0] == "undefined":
        raise Unclear(operand[1])
    if operand[0] == "value":
        return operand[1]
    if operand[0] == "path":
        return at(operand[1], item)
    value = resolve(operand[1], item, habits)
    if value is None or "empty" in habits and value in ({"S": ""}, {"B": ""}):
        return None
    return length(value)


BOTH = frozenset((True, False))


def one(truth):
    return frozenset((bool(truth),))


def is_empty(value):
    return value in ({"S": ""}, {"B": ""}, {"BOOL": False})


def deep(value):
    """Whether a document is compared by what it is, not by what is in it, in dynalite."""
    return kind(value) == "M" or kind(value) == "L" and len(value["L"]) > 0


def equal(left, right, habits):
    if left is None or right is None:
        return one("missing" in habits and left is None and right is None)
    if kind(left) != kind(right):
        return one(False)
    if "documents" in habits and (deep(left) or deep(right)):
        return one(False)
    return one(content(left) == content(right))


def before(left, operator, right, habits):
    if left is None or right is None:
        return one("missing" in habits and left is None and right is None and operator in ("<=", ">="))
    if kind(left) != kind(right):
        return one(False)
    if kind(left) not in ORDERED:
        return BOTH if "order" in habits else one(False)
    a, b = ordered(left), ordered(right)
    return one({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator])


def ordered(value):
    return value["S"].encode() if kind(value) == "S" else content(value)[1]


def contains(whole, part, habits):
    if whole is None or part is None:
        return one(False)
    of, inner = next(iter(whole.items()))
    if of == "L":
        if "documents" in habits and kind(part) not in ORDERED or "empty" in habits and is_empty(part):
            return one(False)
        return one(content(part) in [content(each) for each in inner])
    if of in ("SS", "NS", "BS"):
        if kind(part) != of[0]:
            return one(False)
        if "bytes" in habits and of == "BS":
            return BOTH
        return one(content(part)[1] in content(whole)[1] if of != "BS" else part["B"] in inner)
    if of != kind(part) or of not in ("S", "B"):
        return one(False)
    if of == "B":
        return BOTH if "bytes" in habits and not ascii_only(whole, part) else one(content(part)[1] in content(whole)[1])
    return one(part["S"] in inner)


def ascii_only(*values):
    return all(content(each)[1].isascii() for each in values)


def begins(whole, start, habits):
    if whole is None or start is None or kind(whole) != kind(start):
        return one(False)
    if kind(whole) not in ("S", "B"):
        return BOTH if "numbers" in habits else one(False)
    if kind(whole) == "B" and "bytes" in habits and not ascii_only(whole, start):
        return BOTH
    return one(content(whole)[1].startswith(content(start)[1]))


def holds(condition, item, habits):
    """The answers that a condition may give."""
    name = condition[0]
    if name in ("and", "or"):
        left, right = (holds(each, item, habits) for each in condition[1:])
        join = (lambda a, b: a and b) if name == "and" else (lambda a, b: a or b)
        return frozenset(join(a, b) for a in left for b in right)
    if name == "not":
        return frozenset(not each for each in holds(condition[1], item, habits))
    values = [resolve(each, item, habits) for each in condition[1:]]
    first = values[0]
    if name == "=":
        return equal(*values, habits)
    if name == "<>":
        return frozenset(not each for each in equal(*values, habits))
    if name in COMPARE:
        return before(first, name, values[1], habits)
    if name == "between":
        if "empty" in habits and (first is None or is_empty(first)):
            return one(False)
        lower, upper = before(first, ">=", values[1], habits), before(first, "<=", values[2], habits)
        return frozenset(a and b for a in lower for b in upper)
    if name == "in":
        if first is None or "empty" in habits and is_empty(first):
            return one(False)
        return one(any(True in equal(first, each, habits) for each in values[1:] if each is not None))
    if name == "attribute_exists":
        return one(first is not None)
    if name == "attribute_not_exists":
        return one(first is None)
    if name == "attribute_type":
        if "empty" in habits and is_empty(first):
            return one(False)
        return one(first is not None and values[1] == {"S": kind(first)})
    if name == "begins_with":
        return begins(*values, habits)
    if name == "contains":
        return contains(*values, habits)
    raise Unclear(name)


LEGACY = {"EQ": "=", "NE": "<>", "LE": "<=", "LT": "<", "GE": ">=", "GT": ">", "CONTAINS": "contains",
          "BEGINS_WITH": "begins_with", "IN": "in", "BETWEEN": "between", "NULL": "attribute_not_exists",
          "NOT_NULL": "attribute_exists"}


def expected(name, wish, item, habits):
    path = ("path", [name])
    values = [("value", each) for each in wish.get("AttributeValueList") or [wish[one] for one in ("Value",) if one in wish]]
    operator = wish.get("ComparisonOperator")
    if operator is None:
        if wish.get("Exists") is False:
            operator, values = "NULL", []
        elif "Exists" in wish and "exists" in habits:
            operator, values = "NOT_NULL", []
        else:
            operator = "EQ"
    if operator == "NOT_CONTAINS":
        if at([name], item) is None:
            return one("absent" in habits)
        return frozenset(not each for each in holds(("contains", path, *values), item, habits))
    return holds((LEGACY[operator], path, *values), item, habits)


def legacy(wishes, any_of, item, habits):
    """Of Expected, QueryFilter and ScanFilter."""
    answers = [expected(name, wish, item, habits) for name, wish in wishes.items()]
    if any_of and "any" in habits:
        # It looks at the first, and at the others only when that holds.
        return answers[0]
    joined = answers[0]
    for each in answers[1:]:
        joined = frozenset((a or b) if any_of else (a and b) for a in joined for b in each)
    return joined


def judged(request, item, habits=()):
    """What the request's condition or filter may say of an item; None when it has none."""
    for name in ("ConditionExpression", "FilterExpression"):
        if name in request:
            return holds(read(request[name], request), item, habits)
    for name in ("Expected", "QueryFilter", "ScanFilter"):
        if name in request:
            return legacy(request[name], request.get("ConditionalOperator") == "OR", item, habits)
    return None


def project(paths, item):
    """An item's attributes at paths, as ProjectionExpression gives them."""
    tree = {}
    for path in paths:
        node = tree
        for step in path:
            node = node.setdefault(step, {})
    return (pruned(tree, {"M": item}) or {}).get("M", {})


def pruned(tree, value):
    if not tree or value is None:
        return value
    if "M" in value and any(isinstance(step, str) for step in tree):
        kept = {step: pruned(inner, value["M"].get(step)) for step, inner in tree.items() if isinstance(step, str)}
        return {"M": {name: each for name, each in kept.items() if each is not None}} if any(
            each is not None for each in kept.values()) else None
    if "L" in value:
        kept = [pruned(inner, value["L"][step]) for step, inner in sorted(
            (each for each in tree.items() if isinstance(each[0], int))) if step < len(value["L"])]
        kept = [each for each in kept if each is not None]
        return {"L": kept} if kept else None
    return None


def paths(request):
    """Those of ProjectionExpression."""
    found = []
    for text in request["ProjectionExpression"].split(","):
        reader = Reader(text, request.get("ExpressionAttributeNames", {}), {})
        operand = reader.operand()
        found.append(operand[1])
    return found


def sum_digits(path, sign, value, request, item):
    """How many digits the sum has that an update asks for; 0 when there is none."""
    left = resolve(Reader(path, request.get("ExpressionAttributeNames", {}), {}).operand(), item, ())
    right = request.get("ExpressionAttributeValues", {}).get(value)
    if kind(left) != "N" or kind(right) != "N":
        return 0
    with decimal.localcontext() as context:
        context.prec = 400
        one, other = content(left)[1], content(right)[1]
        return len((one + other if sign == "+" else one - other).normalize().as_tuple().digits)

"""Whether JSON has the shape that a published contract gives it, from a small table of the contract's field names.

A table holds objects: {"Offer": {"required": ["offerId"], "fields": {"offerId": "string", "products": "[Product]"}}}. A type
is string, integer, number, boolean, date-time, any, the name of an object, a list [type], or words to choose from: a|b|c.
No field that the contract does not name may be there: neither side is to rely on what only the other one understands."""
import json
from datetime import datetime


class Shapes:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.objects = json.load(file)["objects"]

    def faults(self, kind, value, where="$"):
        """Sentences about what is wrong; none when all is well."""
        if value is None or kind == "any":
            return [] if kind == "any" else [f"{where}: null"]
        if kind in self.objects:
            return self.object_faults(kind, value, where)
        if kind.startswith("["):
            if not isinstance(value, list):
                return [f"{where}: no list"]
            return [f for i, item in enumerate(value) for f in self.faults(kind[1:-1], item, f"{where}[{i}]")]
        return [] if fits(kind, value) else [f"{where}: {value!r} is no {kind}"]

    def object_faults(self, kind, value, where):
        if not isinstance(value, dict):
            return [f"{where}: no {kind}"]
        shape = self.objects[kind]
        out = [f"{where}: {name} is missing in {kind}" for name in shape["required"] if name not in value]
        for name, item in value.items():
            if name not in shape["fields"]:
                out.append(f"{where}: {kind} has no {name}")
            else:
                out += self.faults(shape["fields"][name], item, f"{where}.{name}")
        return out


def is_moment(value):
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).tzinfo is not None
    except (AttributeError, ValueError):
        return False


def fits(kind, value):
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "number":
        return number
    if kind == "integer":
        return number and float(value).is_integer()
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "date-time":
        return is_moment(value)
    return isinstance(value, str) and (kind == "string" or value in kind.split("|"))

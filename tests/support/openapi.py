"""Holds what a server answers to its own OpenAPI document: route, status, media type, headers and every field.

    contract = Contract(document)
    contract.faults("GET", "/v1/intents", reply)      # sentences about what is wrong; none when all is well
    contract.seen                                     # {("listIntents", 200), …}

Of JSON Schema it knows the words that the document uses, and says so when there is one that it does not know."""
import re
from datetime import datetime

KNOWN = {"$ref", "type", "description", "examples", "default", "enum", "required", "additionalProperties", "properties",
         "items", "minItems", "maxItems", "oneOf", "pattern", "minimum", "maximum", "minLength", "maxLength", "format", "const"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}


def is_type(value, name):
    if isinstance(value, bool) and name != "boolean":
        return False
    return isinstance(value, TYPES[name])


def is_moment(text):
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


class Schemas:
    def __init__(self, document):
        self.document = document

    def resolve(self, node):
        while "$ref" in node:
            at = self.document
            for key in node["$ref"][2:].split("/"):
                at = at[key]
            node = at
        return node

    def faults(self, schema, value, where="$"):
        schema = self.resolve(schema)
        unknown = set(schema) - KNOWN
        if unknown:
            return [f"{where}: this test does not know {sorted(unknown)}"]
        if "type" in schema and not is_type(value, schema["type"]):
            return [f"{where}: {value!r} is no {schema['type']}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{where}: {value!r} is none of {schema['enum']}"]
        out = self.choice_faults(schema, value, where)
        if isinstance(value, str):
            out += self.text_faults(schema, value, where)
        elif isinstance(value, list):
            out += self.list_faults(schema, value, where)
        elif isinstance(value, dict):
            out += self.object_faults(schema, value, where)
        elif isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            out.append(f"{where}: {value} is out of range")
        return out

    def choice_faults(self, schema, value, where):
        fitting = [one for one in schema.get("oneOf", ()) if not self.faults(one, value, where)]
        return [f"{where}: fits {len(fitting)} of oneOf"] if "oneOf" in schema and len(fitting) != 1 else []

    def text_faults(self, schema, value, where):
        out = []
        if "pattern" in schema and not re.search(schema["pattern"], value):
            out.append(f"{where}: {value!r} does not match {schema['pattern']}")
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            out.append(f"{where}: {len(value)} characters")
        if schema.get("format") == "date-time" and not is_moment(value):
            out.append(f"{where}: {value!r} is no date-time")
        return out

    def list_faults(self, schema, value, where):
        out = []
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            out.append(f"{where}: {len(value)} items")
        for number, item in enumerate(value):
            out += self.faults(schema.get("items", {}), item, f"{where}[{number}]")
        return out

    def object_faults(self, schema, value, where):
        fields, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        out = [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, item in value.items():
            if name in fields:
                out += self.faults(fields[name], item, f"{where}.{name}")
            elif more is False:
                out.append(f"{where}: {name} is not in the document")
            elif isinstance(more, dict):
                out += self.faults(more, item, f"{where}.{name}")
        return out


class Contract:
    def __init__(self, document):
        self.document = document
        self.schemas = Schemas(document)
        self.seen = set()
        self.operations = [(method.upper(), path, operation)
                           for path, item in document["paths"].items()
                           for method, operation in item.items() if isinstance(operation, dict)]

    def operation(self, method, path):
        path = path.split("?")[0]
        for wanted, template, operation in self.operations:
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part)
                              for part in re.split(r"(\{[^}]*\})", template))
            if wanted == ("GET" if method == "HEAD" else method) and re.fullmatch(pattern, path):
                return operation
        return None

    def statuses(self):
        """Every (operation, status) of the document."""
        return {(operation["operationId"], int(status))
                for _, _, operation in self.operations for status in operation["responses"]}

    def faults(self, method, path, reply):
        about = f"{method} {path} → {reply.status}"
        operation = self.operation(method, path)
        if operation is None:
            return self.problem_faults(about, reply)
        answer = operation["responses"].get(str(reply.status))
        if answer is None:
            return [f"{about}: this status is not in the document: {reply.body[:200]!r}"]
        self.seen.add((operation["operationId"], reply.status))
        answer = self.schemas.resolve(answer)
        return self.header_faults(about, answer, reply) + self.body_faults(about, answer, reply, method)

    def problem_faults(self, about, reply):
        if reply.status not in (404, 405) or reply.type != "application/problem+json":
            return [f"{about}: a path that is not in the document answers with {reply.type}"]
        return self.schemas.faults({"$ref": "#/components/schemas/Problem"}, reply.json, about)

    def header_faults(self, about, answer, reply):
        out = []
        for name, header in answer.get("headers", {}).items():
            header = self.schemas.resolve(header)
            value = reply.headers.get(name.lower())
            if value is None:
                out += [f"{about}: the header {name} is missing"] if header.get("required") else []
                continue
            value = int(value) if header["schema"].get("type") == "integer" and value.isdigit() else value
            out += self.schemas.faults(header["schema"], value, f"{about} {name}")
        return out

    def body_faults(self, about, answer, reply, method):
        content = answer.get("content")
        if not content or method == "HEAD":
            return [f"{about}: a body that is not in the document"] if reply.body else []
        if reply.type not in content:
            return [f"{about}: {reply.type} is not in the document"]
        schema = content[reply.type].get("schema", {})
        if reply.type.endswith("json"):
            return self.schemas.faults(schema, reply.json, about)
        return []

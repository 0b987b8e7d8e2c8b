"""What is configured names only what is there: an id of nobody, or of another kind, is refused.

Every route whose form has an id is found in the description; a new one fails until it is told here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest

from support.attacked import Attacked

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03")]

FORMS: Mapping[str, Mapping[str, Any]] = {
    "POST /api/access-numbers": {"number": "01088889999", "flow_id": "{flow}"},
    "PATCH /api/access-numbers/{number}": {"flow_id": "{flow}"},
    "POST /api/bound-numbers": {
        "number": "4008889999",
        "kind": "400",
        "access_numbers": ["{number}"],
    },
    "PATCH /api/bound-numbers/{bound}": {"access_numbers": ["{number}"]},
    "POST /api/flows": {"name": {"zh-CN": "抄", "en": "copy"}, "copy_of": "{flow}"},
    "POST /api/queues": {
        "name": "new",
        "requirements": [{"group": "{group}", "min_level": 1}],
    },
    "PUT /api/queues/{queue}": {
        "name": "other",
        "requirements": [{"group": "{group}", "min_level": 1}],
    },
    "PUT /api/saved-reports/{report}/schedule": {
        "people": ["{user}"],
        "rhythm": "daily",
        "hour": 8,
        "reported": "yesterday",
        "attach": "xlsx",
        "language": "en",
    },
    "POST /api/seats": {"number": "A099", "extension": "9999", "user_id": "{user}"},
    "PATCH /api/seats/{seat}": {"user_id": "{user}"},
    "POST /api/skill-groups": {"name": "new", "members": [{"agent": "{user}"}]},
    "PUT /api/skill-groups/{group}": {"name": "other", "members": [{"agent": "{user}"}]},
    "PUT /api/supervision/agents/{agent}/groups": {
        "groups": [{"group": "{group}", "level": 5}],
        "reason": "busy",
    },
    "PUT /api/supervision/thresholds": {
        "chosen": [{"measure": "waiting", "queue": "{queue}", "warning": 1, "alarm": 2}]
    },
    "PUT /api/supervision/wallboard": {
        "cards": [{"kind": "figure", "width": 2, "figure": "waiting", "queue": "{queue}"}]
    },
    "POST /api/users": {"account": "new", "name": "new", "roles": ["{role}"]},
    "PATCH /api/users/{user}": {"roles": ["{role}"]},
}
"""A form of each that is taken; an id stands by its kind."""
OTHERWISE = {
    "POST /api/auth/login": "names a picture, and nobody is known yet",
    "POST /api/customers": "`of_call` adds that call's number if there is one",
    "POST /api/desk/dial": "an act on what is there; see test_every_route",
    "POST /api/privacy/erasures": "an act; a customer who was removed may have left calls",
    "POST /api/privacy/file": "an act; a customer who was removed may have left calls",
    "POST /api/privacy/person": "an act; a customer who was removed may have left calls",
    "POST /api/saved-reports": "reports tell of the past, whose queues and people may be gone",
    "PATCH /api/saved-reports/{report}": "the same",
    "POST /api/supervision/listening": "an act on what is there; see test_every_route",
}
"""Routes that may be given an id of nothing, and why."""


def with_ids(description: Mapping[str, Any]) -> Iterator[str]:
    """Every route with an id in its JSON form."""
    for path, operations in description["paths"].items():
        for verb, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            if _has_id(schema, description, frozenset()):
                yield f"{verb.upper()} {path}"


def _has_id(schema: Any, description: Mapping[str, Any], seen: frozenset[str]) -> bool:
    if isinstance(schema, list):
        return any(_has_id(one, description, seen) for one in schema)
    if not isinstance(schema, dict):
        return False
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        shape = description["components"]["schemas"][name]
        return name not in seen and _has_id(shape, description, seen | {name})
    return schema.get("format") == "uuid" or any(
        _has_id(one, description, seen) for one in schema.values()
    )


def filled(form: Any, ids: Mapping[str, str]) -> Any:
    """The form with ids in their places."""
    match form:
        case dict():
            return {name: filled(value, ids) for name, value in form.items()}
        case list():
            return [filled(one, ids) for one in form]
        case str() if form.startswith("{"):
            return ids[form.strip("{}")]
        case _:
            return form


def kinds(form: Any) -> set[str]:
    """Whose ids the form names."""
    match form:
        case dict():
            return set[str]().union(*(kinds(value) for value in form.values()))
        case list():
            return set[str]().union(*(kinds(one) for one in form))
        case str() if form.startswith("{"):
            return {form.strip("{}")}
        case _:
            return set()


def test_every_form_with_an_id_is_told_here(installation: Attacked) -> None:
    found = set(with_ids(installation.app.openapi()))
    told = {name.replace("{bound}", "{number}") for name in FORMS}
    assert found == told | OTHERWISE.keys()


async def test_an_id_of_nothing_is_refused(installation: Attacked) -> None:
    mine = installation.companies["one"]
    client = installation.browser(mine.person("leader", frozenset({"*"})))
    await client.patch(f"/api/users/{mine.ids['user']}", json={"email": "one@example.com"})
    told: list[str] = []
    for name, form in FORMS.items():
        verb, _, path = name.partition(" ")
        place = path.format_map(mine.ids)
        for kind in kinds(form):
            for wrong in (str(uuid4()), mine.ids["customer"], mine.ids["call"]):
                body = filled(form, mine.ids | {kind: wrong})
                answer = await client.request(verb, place, json=body)
                slug = None if answer.is_success else answer.json()["slug"]
                if slug is None or not slug.endswith(("-not-found", "-unknown")):
                    told.append(f"{name} {kind}: {answer.status_code} {answer.text}")
        taken = await client.request(verb, place, json=filled(form, mine.ids))
        if not taken.is_success:
            told.append(f"{name}: {taken.status_code} {taken.text}")
    assert not told, "\n".join(told)

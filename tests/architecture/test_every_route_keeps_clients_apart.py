"""No endpoint, stream or feed of one client returns anything of another: every route of the OpenAPI document is tried.

A new route is covered without being listed here: reads are made with the other client's ids, commands with minimal bodies.
"""

import asyncio
from typing import Any

import pytest_asyncio
from testkit.api_users import ApiUser, Company, GatewayApi, Json
from testkit.process_work import FORM, a_laptop_in_stock

SECRET = "Tajemnica-Cudzej-Firmy"


class Neighbours:
    """Two clients: one with something of everything, and an administrator of the other who looks for it."""

    def __init__(self, theirs: Company, ids: dict[str, str], stranger: ApiUser, schema: Json) -> None:
        self.theirs = theirs
        self.ids = ids
        self.stranger = stranger
        self.schema = schema


@pytest_asyncio.fixture(loop_scope="session")
async def neighbours(gateway_api: GatewayApi) -> Neighbours:
    theirs, ours = await gateway_api.company(SECRET), await gateway_api.company("Nasza")
    owner = await theirs.member(f"{SECRET} Anna", "requester", "decider", "administrator")
    keeper = await theirs.technician(f"{SECRET} Tomek", "technician", "coordinator")
    ids = await something_of_everything(owner, keeper)
    stranger = await ours.member("Obcy Administrator", "requester", "decider", "administrator")
    schema = await stranger.get("/openapi.json")
    return Neighbours(theirs, ids, stranger, schema)


async def something_of_everything(owner: ApiUser, keeper: ApiUser) -> dict[str, str]:
    laptop = await a_laptop_in_stock(keeper, f"{SECRET}-NB")
    person = await keeper.post("/people", {"name": f"{SECRET} Jan"})
    ticket = await owner.post("/tickets", {"title": f"{SECRET} drukarka", "asset_id": laptop["id"]})
    await keeper.post(f"/tickets/{ticket['id']}/messages", {"text": f"{SECRET} notatka", "internal": True})
    process = await owner.post("/processes", {"scenario": "onboarding", "inputs": {**FORM, "last_name": SECRET}})
    decision = await owner.one("/decisions", lambda one: one["process_id"] == process["id"])
    notification = await owner.one("/notifications")
    await owner.until(f"/assets/{laptop['id']}")
    return {
        "tickets": ticket["id"],
        "assets": laptop["id"],
        "people": person["id"],
        "processes": process["id"],
        "decisions": decision["id"],
        "notifications": notification["id"],
        "models": laptop["model_id"],
        "clients": owner.account["client_id"],
        "accounts": owner.account["id"],
    }


def routes(schema: Json, *methods: str) -> list[tuple[str, str]]:
    return [
        (method.upper(), path.removeprefix("/api"))
        for path, described in schema["paths"].items()
        for method in described
        if method in methods
    ]


async def answer(who: ApiUser, method: str, path: str, body: Json | None = None) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {await who.token()}", "Accept": "application/json"}
    async with who.session.request(method, f"{who.gateway}/api{path}", json=body, headers=headers) as response:
        return response.status, await response.text()


async def test_no_read_of_one_client_shows_anything_of_another(neighbours: Neighbours) -> None:
    tried = 0
    for method, path in routes(neighbours.schema, "get"):
        for kind, identifier in neighbours.ids.items():
            status, text = await answer(neighbours.stranger, method, path.replace("{id}", identifier))
            tried += 1
            assert SECRET not in text, (path, kind, text[:500])
            if "{id}" in path:
                assert status in (404, 422), (path, kind, status)
    assert tried > 100


async def test_no_filter_of_a_list_reaches_another_client(neighbours: Neighbours) -> None:
    for _, path in routes(neighbours.schema, "get"):
        if "{id}" in path:
            continue
        for query in (
            f"client={neighbours.ids['clients']}",
            f"q={SECRET}",
            f"linked_to={neighbours.ids['people']}",
            f"thing={neighbours.ids['tickets']}",
            "cursor=0&after=0&limit=500",
        ):
            _, text = await answer(neighbours.stranger, "GET", f"{path}?{query}")
            assert SECRET not in text, (path, query, text[:500])


async def test_no_command_of_one_client_touches_a_thing_of_another(neighbours: Neighbours) -> None:
    owner_state = await neighbours.theirs.administrator.get(f"/tickets/{neighbours.ids['tickets']}")
    for method, path in routes(neighbours.schema, "post", "patch", "put", "delete"):
        if "{id}" not in path:
            continue
        for identifier in set(neighbours.ids.values()):
            filled = path.replace("{id}", identifier).replace("{step}", "approve_hardware")
            status, text = await answer(neighbours.stranger, method, filled, a_body(neighbours.schema, method, path))
            assert status in (400, 403, 404, 405, 409, 422), (method, path, status)
            assert SECRET not in text, (method, path, text[:500])
    after = await neighbours.theirs.administrator.get(f"/tickets/{neighbours.ids['tickets']}")
    assert after["version"] == owner_state["version"]


async def test_nothing_can_be_made_for_another_client(neighbours: Neighbours) -> None:
    for _, path in routes(neighbours.schema, "post"):
        if "{id}" in path or path in ("/sessions", "/tokens"):
            continue
        body = {**a_body(neighbours.schema, "POST", path), "client": neighbours.ids["clients"]}
        status, text = await answer(neighbours.stranger, "POST", path, body)
        assert status in (400, 401, 403, 404, 422), (path, status, text[:300])


async def test_the_stream_of_one_client_is_silent_about_another(neighbours: Neighbours) -> None:
    heard = await listen(neighbours.stranger, seconds=3, meanwhile=lambda: make_noise(neighbours))

    assert SECRET not in heard
    assert neighbours.ids["tickets"] not in heard


async def make_noise(neighbours: Neighbours) -> None:
    owner = neighbours.theirs.administrator
    await owner.post(f"/tickets/{neighbours.ids['tickets']}/messages", {"text": f"{SECRET} hałas"})


async def listen(who: ApiUser, seconds: float, meanwhile: Any) -> str:
    headers = {"Authorization": f"Bearer {await who.token()}", "Last-Event-ID": "0"}
    heard = bytearray()
    async with who.session.get(f"{who.gateway}/api/events", headers=headers) as stream:
        await meanwhile()
        try:
            async with asyncio.timeout(seconds):
                async for chunk in stream.content.iter_any():
                    heard.extend(chunk)
        except TimeoutError:
            pass
    return heard.decode()


def a_body(schema: Json, method: str, path: str) -> Json:
    """The smallest body the document allows for a command."""
    described = schema["paths"][f"/api{path}"][method.lower()].get("requestBody")
    if described is None:
        return {}
    content = described["content"]["application/json"]["schema"]
    return {name: _value(schema, field) for name, field in _fields(schema, content)}


def _fields(schema: Json, content: Json) -> list[tuple[str, Json]]:
    content = _resolved(schema, content)
    required = content.get("required", [])
    return [(name, field) for name, field in content.get("properties", {}).items() if name in required]


def _value(schema: Json, field: Json) -> Any:
    field = _resolved(schema, field)
    if "anyOf" in field:
        return _value(schema, field["anyOf"][0])
    if "enum" in field:
        return field["enum"][0]
    if "const" in field:
        return field["const"]
    plain = {"string": "x@example.org", "integer": 1, "boolean": True, "array": [], "number": 1}
    if field.get("type") == "object" or "properties" in field:
        return {name: _value(schema, one) for name, one in _fields(schema, field)}
    return {
        "uuid": "00000000-0000-0000-0000-00000000000a",
        "date": "2027-01-01",
        "date-time": "2027-01-01T00:00:00Z",
    }.get(field.get("format", ""), plain.get(field.get("type", ""), "x"))


def _resolved(schema: Json, content: Json) -> Json:
    while "$ref" in content:
        content = schema["components"]["schemas"][content["$ref"].rsplit("/", 1)[-1]]
    return content


async def test_the_owner_itself_finds_the_secret_everywhere(neighbours: Neighbours) -> None:
    """Without this the other tests could pass on an installation that shows nobody anything."""
    for kind, identifier in neighbours.ids.items():
        if kind in ("models", "notifications"):
            continue
        status, text = await answer(neighbours.theirs.administrator, "GET", f"/{kind}/{identifier}")
        assert (status, SECRET in text) == (200, True), (kind, status, text[:300])


async def test_without_a_token_no_command_says_anything_of_its_body(neighbours: Neighbours) -> None:
    signing_in = {("POST", "/sessions"), ("POST", "/tokens")}
    for method, path in routes(neighbours.schema, "post", "put", "patch", "delete"):
        if (method, path) in signing_in:
            continue
        url = f"{neighbours.stranger.gateway}/api{path.replace('{id}', neighbours.ids['tickets'])}"
        async with neighbours.stranger.session.request(method, url, json={}) as response:
            assert response.status == 401, (method, path, await response.text())

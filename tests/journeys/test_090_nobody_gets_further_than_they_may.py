"""Journey 090: somebody with an account of their own, and with time, tries what it does not allow."""

import asyncio
from typing import Any

import pytest
from testkit.api_users import ApiUser, GatewayApi, Refused

SECRET = "the key is under the mat"


async def refused(who: ApiUser, path: str, body: Any = None, method: str = "POST") -> tuple[int, str]:
    with pytest.raises(Refused) as answer:
        await who.post(path, body, method=method)
    return answer.value.status, answer.value.code


async def raw(who: ApiUser, method: str, path: str, **more: Any) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {await who.token()}", "Accept": "application/json", **more.pop("headers", {})}
    async with who.session.request(method, f"{who.gateway}{path}", headers=headers, **more) as answer:
        return answer.status, await answer.text()


async def test_an_internal_note_reaches_nobody_of_the_client(gateway_api: GatewayApi) -> None:
    mill = await gateway_api.company("Młyn")
    anna = await mill.member("Anna", "requester", "decider", "administrator")
    tomek, ewa = await mill.technician("Tomek"), await mill.technician("Ewa", "coordinator")
    ticket = await anna.post("/tickets", {"title": "A door"})
    await ewa.post(f"/tickets/{ticket['id']}/assign", {"assignee": {"id": tomek.account["id"], "name": "Tomek"}})
    await ewa.post(f"/tickets/{ticket['id']}/messages", {"text": SECRET, "internal": True})
    told = await tomek.one("/notifications", lambda one: SECRET in str(one))

    for path in (f"/tickets/{ticket['id']}", "/notifications", "/timeline", "/events", "/start", "/tickets"):
        status, text = await raw(anna, "GET", f"/api{path}")
        assert (status, SECRET in text, told["id"] in text) == (200, False, False), path
    for who in (anna, ewa):
        with pytest.raises(Refused) as answer:
            await who.get(f"/notifications/{told['id']}")
        assert answer.value.status == 404
    for path in (f"/accounts/{tomek.account['id']}", f"/notifications?linked_to={tomek.account['id']}"):
        assert SECRET not in (await raw(anna, "GET", f"/api{path}"))[1]


async def test_an_administrator_of_some_clients_cannot_become_one_of_all(gateway_api: GatewayApi) -> None:
    mill, bakery = await gateway_api.company("Młyn"), await gateway_api.company("Piekarnia")
    limited = await mill.technician("Limited", "administrator")
    full = mill.administrator.account["id"]
    theirs = await bakery.member("Jan", "decider")
    me = f"/accounts/{limited.account['id']}"
    reaching: dict[str, Any] = {"email": f"x.{mill.unique}@example.com", "name": "X", "password": "a-long-password"}
    reaching |= {"side": "provider", "roles": ["administrator"], "every_client": True}

    assert await refused(limited, me, {"every_client": True}, "PATCH") == (403, "identity.reaches_further")
    assert await refused(limited, me, {"clients": [bakery.client["id"]]}, "PATCH") == (403, "identity.reaches_further")
    assert await refused(limited, "/accounts", reaching) == (403, "identity.reaches_further")
    assert await refused(limited, f"/accounts/{full}/password", {"password": "12345678"}) == (
        403,
        "identity.reaches_further",
    )
    assert await refused(limited, f"/accounts/{full}", {"active": False}, "PATCH") == (403, "identity.reaches_further")
    assert await refused(limited, f"/accounts/{theirs.account['id']}", {"active": False}, "PATCH") == (
        404,
        "gateway.account_not_found",
    )
    assert await refused(limited, "/clients", {"name": f"Mine {mill.unique}"}) == (403, "identity.reaches_further")


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/api/sessions", "/api/tickets"])
async def test_a_body_that_nobody_takes_apart_is_refused_unread(gateway_api: GatewayApi, path: str) -> None:
    anyone = await gateway_api.administrator()
    body = b'--X\r\nContent-Disposition: form-data; name="email"\r\n\r\na-' + b"a" * 400_000 + b"\r\n--X--\r\n"
    odd = {"Content-Type": "multipart/form-data; boundary=X; charset=punycode"}

    async with asyncio.timeout(5):
        assert (await raw(anyone, "POST", path, data=body, headers=odd))[0] == 415
        assert (await raw(anyone, "POST", path, data=b" " * 2_000_000, headers={"Content-Type": "text/plain"}))[
            0
        ] == 413


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("GET", f"/api/tickets/00000000-0000-0000-0000-000000000009?at_least={10**30}", {}),
        ("GET", f"/api/timeline?cursor={10**30}", {}),
        ("GET", f"/api/events?after={10**30}", {}),
        ("POST", "/api/sessions", {"data": b'{"email": "a@b.pl", "password": "\\ud800"}'}),
        ("POST", "/api/tokens", {"data": b'{"email": "a@b.pl", "password": "' + b"x" * 500_000 + b'"}'}),
        ("POST", "/api/tickets", {"data": b'{"title": "\\ud800"}'}),
        ("POST", "/api/clients", {"data": b'{"name": "\\ud800"}'}),
        ("POST", "/api/clients", {"data": b'{"name": "Nowhere", "time_zone": "Mars/Olympus"}'}),
    ],
)
async def test_what_makes_no_sense_is_said_to_make_none(
    gateway_api: GatewayApi, method: str, path: str, more: Any
) -> None:
    somebody = await gateway_api.administrator()

    status, text = await raw(somebody, method, path, **{"headers": {"Content-Type": "application/json"}, **more})

    assert 400 <= status < 500, text
    assert '"code"' in text


@pytest.mark.parametrize("seen", ["²", "9" * 5000, "-1", "x"])
async def test_a_stream_begins_now_for_who_was_nowhere(gateway_api: GatewayApi, seen: str) -> None:
    somebody = await gateway_api.administrator()
    headers = {"Authorization": f"Bearer {await somebody.token()}", "Last-Event-ID": seen}

    async with somebody.session.get(f"{somebody.gateway}/api/events", headers=headers) as answer:
        assert answer.status in (200, 422)
        if answer.status == 200:
            assert await answer.content.readline() == b"retry: 1000\n"


async def test_a_token_of_an_app_is_no_session(gateway_api: GatewayApi) -> None:
    somebody = await gateway_api.administrator()

    async with somebody.session.post(
        f"{somebody.gateway}/api/tickets",
        json={"title": "x"},
        headers={"Cookie": f"opslayer_session={await somebody.token()}"},
    ) as answer:
        assert answer.status == 401

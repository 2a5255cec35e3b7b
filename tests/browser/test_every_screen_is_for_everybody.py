"""Every screen at WCAG 2.2 AA, light and dark; by keyboard; at phone width; at 400 % zoom."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from gateway.panel.build.paths import MODULES
from playwright.async_api import Page, expect
from testkit.api_users import ApiUser, Company, GatewayApi

SignIn = Callable[..., Awaitable[Page]]
AXE = MODULES / "axe-core/axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
COMMON = [
    "/",
    "/tickets",
    "/tickets/new",
    "/processes",
    "/scenarios",
    "/people",
    "/assets",
    "/models",
    "/decisions",
    "/notifications",
    "/account",
]
FORMS = [f"/scenarios/{key}" for key in ("onboarding", "offboarding", "hardware_service", "user_request")]
KEPT = [
    "/administration/accounts",
    "/administration/clients",
    "/administration/webhooks",
    "/people/new",
    "/assets/new",
    "/models/new",
]
CONTROLS = "main :is(a, button, summary, input:not([type=hidden]), select, textarea):not([aria-hidden])"
UNREACHED = f"""[...document.querySelectorAll('{CONTROLS}')].filter((one) => one.checkVisibility() && one.tabIndex < 0)
  .map((one) => one.outerHTML.slice(0, 120))"""
OPEN_FORMS = "document.querySelectorAll('details.act').forEach((one) => { one.open = true; })"
FORM = {
    "first_name": "Ewa", "last_name": "Kowalska", "department": "Sprzedaż", "job_title": "Handlowczyni", "hardware": "laptop",
    "start_date": (date.today() + timedelta(days=14)).isoformat(), "language": "pl",
}  # fmt: skip


async def a_company_at_work(gateway_api: GatewayApi, name: str) -> tuple[Company, ApiUser, ApiUser, list[str]]:
    """A company with a ticket that waits for the client, a laptop, and an onboarding; the pages of these things."""
    company = await gateway_api.company(name)
    anna = await company.member("Anna Nowak", "requester", "decider", "administrator")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    client = company.client["id"]
    person = await company.administrator.post("/people", {"name": "Jan Nowak", "client": client})
    laptop = {"tag": f"NB-{company.unique}", "name": "ThinkPad", "category": "laptop", "client": client}
    asset = await company.administrator.post(
        "/assets", {**laptop, "holder": {"kind": "person", "id": person["id"], "name": "Jan Nowak"}}
    )
    ticket = await anna.post("/tickets", {"title": "Drukarka", "asset_id": asset["id"]})
    await tomek.post(f"/tickets/{ticket['id']}/work")
    await tomek.post(f"/tickets/{ticket['id']}/messages", {"text": "Sterownik?", "internal": True})
    await tomek.post(f"/tickets/{ticket['id']}/ask", {"question": "Jaki kod?"})
    process = await anna.post("/processes", {"scenario": "onboarding", "inputs": FORM})
    decision = await anna.one("/decisions", lambda one: one["process_id"] == process["id"])
    pages = [f"/tickets/{ticket['id']}", f"/people/{person['id']}", f"/assets/{asset['id']}"]
    return (
        company,
        anna,
        tomek,
        [*pages, f"/processes/{process['id']}", f"/decisions/{decision['id']}", *FORMS],
    )


async def findings(page: Page, path: str) -> list[str]:
    """What axe finds on a page, one line each."""
    await page.goto(path)
    await page.evaluate(OPEN_FORMS)
    await page.evaluate(AXE.read_text())
    # What passed stays in the browser: to send it out would take as long as to find it.
    found: list[Any] = await page.evaluate(f"axe.run(document, {RULES}).then((found) => found.violations)")
    return [f"{path}: {one['id']} {node['html'][:150]}" for one in found for node in one["nodes"]]


async def overflow(page: Page, path: str) -> str | None:
    """The path of a page that is wider than its window."""
    await page.goto(path)
    await page.evaluate(OPEN_FORMS)
    wide: bool = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return path if wide else None


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_screen(gateway_api: GatewayApi, sign_in: SignIn, scheme: str) -> None:
    _, anna, tomek, things = await a_company_at_work(gateway_api, f"Dostępność {scheme}")
    client = await sign_in(anna, color_scheme=scheme)
    provider = await sign_in(tomek, color_scheme=scheme)

    found = [line for path in [*COMMON, *things, *KEPT] for line in await findings(client, path)]
    found += [line for path in ["/queue", *COMMON, *things] for line in await findings(provider, path)]

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_where_there_is_nothing_yet(
    gateway_api: GatewayApi, sign_in: SignIn, scheme: str
) -> None:
    company = await gateway_api.company(f"Pusto {scheme}")
    client = await sign_in(await company.member("Anna Nowak", "administrator"), color_scheme=scheme)
    technician = await company.technician("Tomek Technik", "technician", "administrator")
    provider = await sign_in(technician, color_scheme=scheme)

    found = [line for path in [*COMMON, *FORMS, *KEPT] for line in await findings(client, path)]
    found += [line for path in ["/queue", *COMMON, *KEPT] for line in await findings(provider, path)]

    assert found == []


async def test_every_control_is_reached_by_the_tab_key(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    _, _, tomek, things = await a_company_at_work(gateway_api, "Tabulator")
    page = await sign_in(tomek)
    for path in things[:4]:
        await page.goto(path)
        await page.evaluate(OPEN_FORMS)
        unreached: list[str] = await page.evaluate(UNREACHED)
        assert unreached == [], path


async def test_axe_finds_nothing_where_one_signs_in_or_is_lost(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Wejście")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    lost = await findings(page, "/nowhere")
    await page.context.clear_cookies()

    assert [*lost, *await findings(page, "/sign-in")] == []


@pytest.mark.parametrize("width", [390, 320], ids=["a phone", "400 % zoom"])
async def test_no_screen_is_wider_than_its_window(gateway_api: GatewayApi, sign_in: SignIn, width: int) -> None:
    _, anna, tomek, things = await a_company_at_work(gateway_api, f"Telefon {width}")
    size = {"viewport": {"width": width, "height": 800}}
    client, provider = await sign_in(anna, **size), await sign_in(tomek, **size)

    wide = [await overflow(client, path) for path in [*COMMON, *things, *KEPT]]
    wide += [await overflow(provider, path) for path in ["/queue", *things]]

    assert [path for path in wide if path] == []


async def test_a_ticket_is_opened_by_keyboard_alone(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Klawiatura")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    await page.goto("/tickets/new")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    for _ in range(4):
        if await page.locator("#title").evaluate("one => one === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.type("Bez myszy")
    await page.keyboard.press("Enter")

    await expect(page.locator("#ticket h1")).to_have_text("Bez myszy")


async def test_menus_open_and_close_by_keyboard(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Menu")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    menu = page.locator("details.menu").last
    await menu.locator("summary").focus()

    await page.keyboard.press("Enter")
    await expect(menu.locator("a").first).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(menu.locator("a").first).to_be_hidden()
    await expect(menu.locator("summary")).to_be_focused()


async def test_dark_is_chosen_and_remembered(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Ciemno")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    await page.locator("details.menu").first.locator("summary").click()

    await page.click("[data-theme-choice=dark]")
    await page.reload()

    await expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


async def test_the_language_is_chosen_and_remembered(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Język")
    anna = await company.member("Anna Nowak", "requester")
    page = await sign_in(anna)
    await page.goto("/tickets")
    await page.locator("details.menu").first.locator("summary").click()

    await page.click("button[name=language][value=en]")

    await expect(page.locator("h1")).to_have_text("Tickets")
    assert (await anna.get("/sessions/current"))["account"]["language"] == "en"

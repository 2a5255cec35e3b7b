"""Live: what one side does, the other side sees without reloading, and nothing it was doing is disturbed."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi

SignIn = Callable[..., Awaitable[Page]]


async def open_a_ticket(page: Page, title: str) -> str:
    """Opens a ticket by the form; its address."""
    await page.goto("/tickets/new")
    await page.fill("#title", title)
    await page.fill("#description", "Od rana.")
    await page.click("#ticket-new button.btn-primary")
    await page.wait_for_selector("#ticket")
    return page.url


async def test_a_ticket_goes_back_and_forth_between_two_browsers(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Na żywo")
    anna = await sign_in(await company.member("Anna Nowak", "requester", "decider"))
    tomek = await sign_in(await company.technician("Tomek Technik"))
    address = await open_a_ticket(anna, "Drukarka nie drukuje")

    await tomek.goto(address)
    await tomek.click("#do-take button")
    await expect(anna.locator(".state", has_text="Przydzielone")).to_be_visible()
    await tomek.click("#act-ask summary")
    await tomek.fill("#ask-question", "Jaki kod błędu?")
    await tomek.click("#do-ask button")
    await expect(anna.locator(".move-strip.mine .question")).to_have_text("Jaki kod błędu?")
    await anna.fill("#answer-answer", "E-53")
    await anna.click("#do-answer button")

    await expect(tomek.locator(".said.answer .bubble")).to_contain_text("E-53")
    await expect(tomek.locator(".move-strip.mine")).to_be_visible()


async def test_a_change_leaves_alone_what_somebody_is_typing(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Pisanie")
    anna = await sign_in(await company.member("Anna Nowak", "requester"))
    tomek = await company.technician("Tomek Technik")
    address = await open_a_ticket(anna, "VPN nie działa")
    await anna.locator("#message-text").press_sequentially("Dopisuję, że od wczo")

    await tomek.post(f"/tickets/{address.rsplit('/', 1)[1]}/work")
    await expect(anna.locator(".state", has_text="W toku")).to_be_visible()
    await anna.keyboard.type("raj")

    await expect(anna.locator("#message-text")).to_have_value("Dopisuję, że od wczoraj")
    await expect(anna.locator("#message-text")).to_be_focused()


async def test_a_new_ticket_shows_as_a_pill_and_moves_no_row(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Pigułka")
    anna = await company.member("Anna Nowak", "requester")
    await anna.post("/tickets", {"title": "Pierwsze"})
    tomek = await sign_in(await company.technician("Tomek Technik"))
    await tomek.goto("/queue")
    await expect(tomek.locator("tbody tr")).to_have_count(1)

    await anna.post("/tickets", {"title": "Drugie"})
    pill = tomek.locator("[data-new-pill]")
    await expect(pill.locator("[data-new-count]")).to_have_text("1")
    await expect(tomek.locator("tbody tr")).to_have_count(1)
    await pill.click()

    await expect(tomek.locator("tbody tr")).to_have_count(2)


async def test_the_bell_rings_without_reloading(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Dzwonek")
    anna = await company.member("Anna Nowak", "requester")
    page = await sign_in(anna)
    ticket = await anna.post("/tickets", {"title": "Hasło"})
    tomek = await company.technician("Tomek Technik")

    await tomek.post(f"/tickets/{ticket['id']}/work")
    await tomek.post(f"/tickets/{ticket['id']}/ask", {"question": "Które konto?"})

    await expect(page.locator("#bell .tally")).to_be_visible()
    await page.click("#bell")
    await expect(page.locator("main .item").first).to_contain_text("Hasło")


async def test_the_page_says_when_the_live_connection_is_lost(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Bez sieci")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    await page.route("**/api/events*", lambda route: route.abort())
    await page.reload()

    await expect(page.locator("#connection")).to_be_visible()
    await page.unroute("**/api/events*")

    await expect(page.locator("#connection")).to_be_hidden()

"""What happens most often, by clicking: a ticket until the client is content, and somebody's request until it is done."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi

SignIn = Callable[..., Awaitable[Page]]
LONG = 60_000
"""Milliseconds for what goes through several services; others use the machine too."""


async def opened(page: Page, title: str) -> str:
    """The address of a ticket opened by the form."""
    await page.goto("/tickets/new")
    await page.fill("#title", title)
    await page.click("#ticket-new button.btn-primary")
    await page.wait_for_selector("#ticket")
    return page.url


async def resolve(page: Page, text: str) -> None:
    """Resolves the ticket that is shown, wherever its form stands."""
    field, folded = page.locator("#resolve-resolution"), page.locator("#act-resolve summary")
    # The page of the move before may still be there.
    await expect(page.locator("#do-work button")).to_have_count(0)
    await expect(field.or_(folded).first).to_be_visible(timeout=LONG)
    if not await field.is_visible():
        await folded.click()
    await page.fill("#resolve-resolution", text)
    await page.click("#do-resolve button")


async def test_a_ticket_is_resolved_reopened_and_accepted(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Do skutku")
    anna = await sign_in(await company.member("Anna Nowak", "requester"))
    tomek = await sign_in(await company.technician("Tomek Technik"))
    address = await opened(anna, "Skaner nie skanuje")
    await tomek.goto(address)
    await tomek.click("#do-work button")
    await resolve(tomek, "Wymieniono kabel.")

    await expect(anna.locator("#do-accept button")).to_be_visible(timeout=LONG)
    await anna.click("#act-reopen summary")
    await anna.fill("#reopen-reason", "Znowu nie skanuje.")
    await anna.click("#do-reopen button")
    await expect(tomek.locator(".said .bubble", has_text="Znowu nie skanuje.")).to_be_visible()
    await resolve(tomek, "Wymieniono skaner.")
    await anna.click("#do-accept button")

    await expect(anna.locator(".page-head .state")).to_have_text("Zamknięte")
    await expect(tomek.locator(".page-head .state")).to_have_text("Zamknięte")
    await expect(anna.locator("#actions .btn")).to_have_count(0)


async def test_a_request_that_costs_waits_for_the_client_and_is_done(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Prośba")
    technician = await company.technician("Tomek Technik", "technician", "coordinator")
    jan = await technician.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})
    anna = await sign_in(await company.member("Anna Nowak", "requester"))
    marek, tomek = await sign_in(await company.member("Marek Decyzyjny", "decider")), await sign_in(technician)
    await anna.goto("/scenarios/user_request")
    await anna.select_option("#field-for_person", jan["id"])
    await anna.fill("#field-subject", "Program do rysunków")
    await anna.fill("#field-expected_cost", "1 240,50")
    await anna.locator("#field-expected_cost").blur()
    await expect(anna.locator("#preview")).to_contain_text("1 decyzja")
    await anna.click("#scenario-form button.btn-primary")
    await expect(anna.locator("#process h1")).to_have_text("Prośba użytkownika")
    process = anna.url

    await marek.goto(process)
    await marek.locator("button[value=approved]").click(timeout=LONG)
    await expect(marek.locator(".notice.good")).to_contain_text("Decyzja zapisana")
    await tomek.goto(process)
    await expect(tomek.locator("#step-carry_out.now")).to_be_visible(timeout=LONG)
    await tomek.get_by_role("link", name="Otwórz zadanie").click(timeout=LONG)
    await tomek.click("#do-work button")
    await resolve(tomek, "Zainstalowano.")
    await expect(anna.locator("#step-confirm.now")).to_be_visible(timeout=LONG)
    await anna.get_by_role("link", name="Otwórz zadanie").click()
    await expect(anna.locator("#ticket h1")).to_contain_text("Potwierdź, że działa")
    await anna.click("#do-work button")
    await resolve(anna, "Działa.")
    await anna.goto(process)

    await expect(anna.locator(".page-head .state")).to_contain_text("Zakończony", timeout=LONG)

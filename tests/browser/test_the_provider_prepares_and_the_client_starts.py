"""Only the client starts a process: the provider prepares a draft, the client corrects it and starts it."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi

SignIn = Callable[..., Awaitable[Page]]


async def test_a_draft_goes_from_the_provider_to_the_clients_start(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Szkic")
    technician = await company.technician("Tomek Technik", "technician", "coordinator")
    jan = await technician.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})
    tomek, anna = await sign_in(technician), await sign_in(await company.member("Anna Nowak", "requester"))
    await tomek.goto("/scenarios/user_request")
    await expect(tomek.locator("#client-starts")).to_contain_text("Proces uruchamia klient")
    await expect(tomek.get_by_role("button", name="Uruchom")).to_have_count(0)
    await tomek.select_option("#field-for_person", jan["id"])
    await tomek.fill("#field-subject", "Program do rysunku")
    await tomek.click("#scenario-form button.btn-primary")
    await expect(tomek.locator(".page-head .state")).to_have_text("Przygotowywany")
    await expect(tomek.locator("#do-start")).to_have_count(0)

    await anna.goto("/")
    await anna.locator(".item.mine", has_text="Prośba użytkownika").get_by_role("link").first.click()
    await anna.fill("#field-subject", "Program do rysunków")
    await anna.click("#form-draft button")
    await expect(anna.locator(".notice.good")).to_contain_text("Formularz zapisany")
    await anna.click("#do-start button")

    await expect(anna.locator(".page-head")).to_contain_text("Program do rysunków")
    await expect(anna.locator(".page-head .state")).not_to_have_text("Przygotowywany")
    await expect(tomek.locator(".page-head .state")).not_to_have_text("Przygotowywany")


async def test_a_start_the_provider_sends_all_the_same_is_refused_in_its_language(
    gateway_api: GatewayApi, sign_in: SignIn
) -> None:
    company = await gateway_api.company("Obcy start")
    technician = await company.technician("Tomek Technik")
    jan = await technician.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})
    tomek = await sign_in(technician)
    await tomek.goto("/scenarios/user_request")
    await tomek.select_option("#field-for_person", jan["id"])
    await tomek.fill("#field-subject", "Figma")

    await tomek.evaluate("document.querySelector('#scenario-form').submit()")

    await expect(tomek.locator(".notice.bad")).to_contain_text("To należy do kogoś innego")
    await expect(tomek.locator("#field-subject")).to_have_value("Figma")

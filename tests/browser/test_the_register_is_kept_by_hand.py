"""Who keeps the records writes people, hardware and models down by clicking, and changes them."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi

SignIn = Callable[..., Awaitable[Page]]


async def save(page: Page) -> None:
    await page.click("#register-form button.btn-primary")


async def test_a_clients_administrator_registers_a_person_and_corrects_it(
    gateway_api: GatewayApi, sign_in: SignIn
) -> None:
    company = await gateway_api.company("Kartoteka")
    page = await sign_in(await company.member("Anna Nowak", "administrator"))
    await page.goto("/people")
    await page.get_by_role("link", name="Dodaj osobę").click()
    await page.fill("#field-name", "Jan <b>Kowalski</b>")
    await page.fill("#field-email", "jan@example.com")
    await page.fill("#field-starts_on", "2099-01-04")
    await save(page)
    await expect(page.locator(".notice.good")).to_contain_text("Osoba dopisana")
    await expect(page.locator("#person h1")).to_have_text("Jan <b>Kowalski</b>")
    await expect(page.locator(".page-head .state")).to_have_text("Dołącza")

    await page.get_by_role("link", name="Zmień dane").click()
    await expect(page.locator("#field-email")).to_have_value("jan@example.com")
    await page.fill("#field-name", "Jan Kowalski")
    await page.fill("#field-site", "Łódź")
    await save(page)

    await expect(page.locator("#person h1")).to_have_text("Jan Kowalski")
    await expect(page.locator(".page-head")).to_contain_text("Łódź")


async def test_the_provider_registers_a_model_and_hardware_of_it(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Ewidencja")
    page = await sign_in(await company.technician("Tomek Technik"))
    await page.goto("/models")
    await page.get_by_role("link", name="Dodaj model").click()
    await page.fill("#field-manufacturer", "Dell")
    await page.fill("#field-name", "Latitude 7450")
    await page.select_option("#field-category", "laptop")
    await page.fill("#field-price", "cztery tysiące")
    await save(page)
    await expect(page.locator("#field-price-wrong")).to_contain_text("Podaj kwotę")
    await page.fill("#field-price", "4 200,50")
    await save(page)
    await expect(page.locator("tbody tr")).to_contain_text(re.compile(r"4\s200,50"))

    await page.goto("/assets/new")
    await page.fill("#field-tag", "NB-1")
    chosen = page.locator("#field-model_id option", has_text="Dell Latitude 7450")
    await expect(chosen).to_contain_text(re.compile(r"\(Laptop, 4\s200,50\szł\)"))
    await page.select_option("#field-model_id", await chosen.get_attribute("value"))
    await page.fill("#field-place", "Sala konferencyjna")
    await save(page)

    await expect(page.locator("#asset h1")).to_have_text("Dell Latitude 7450")
    await expect(page.locator("#asset")).to_contain_text("Sala konferencyjna")


async def test_a_form_for_something_new_writes_nothing_over(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Dwa razy")
    technician = await company.technician("Tomek Technik")
    laptop = await technician.post("/assets", {"tag": "NB-1", "name": "Laptop", "category": "laptop"})
    page = await sign_in(technician)
    await page.goto("/assets/new")
    await page.fill("#field-tag", "NB-1")
    await page.fill("#field-name", "Coś zupełnie innego")
    await save(page)

    await expect(page.locator(".notice.bad")).to_contain_text("Jest już w rejestrze: NB-1 (Laptop)")
    await expect(page.locator("#field-name")).to_have_value("Coś zupełnie innego")
    assert (await technician.get(f"/assets/{laptop['id']}"))["version"] == 1


async def test_who_keeps_no_records_is_offered_no_form_and_told_why(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Bez kartoteki")
    page = await sign_in(await company.member("Jan Nowak", "requester", "decider"))
    await page.goto("/people")
    await expect(page.get_by_role("link", name="Dodaj osobę")).to_have_count(0)

    answer = await page.goto("/people/new")

    assert answer is not None
    assert answer.status == 403
    await expect(page.locator("main h1")).to_be_visible()

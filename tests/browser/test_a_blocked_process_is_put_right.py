"""A step fails over what was filled in: the page says why, and whoever started it puts it right there."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi
from testkit.process_work import FORM, decide

SignIn = Callable[..., Awaitable[Page]]
LONG = 60_000


async def test_an_address_that_somebody_has_already_is_corrected(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Zajęty adres")
    anna = await company.member("Anna Nowak", "requester", "decider")
    tomek = await company.technician("Tomek Technik", "coordinator")
    await tomek.post("/people", {"name": "Ewa Wcześniejsza", "email": "ewa@example.org"})
    form = {**FORM, "email": "ewa@example.org", "hardware": "none"}
    process = await anna.post("/processes", {"scenario": "onboarding", "inputs": form})
    await anna.until(f"/processes/{process['id']}", lambda now: now["phase"] == "blocked")
    page = await sign_in(anna)

    await page.goto(f"/processes/{process['id']}")
    await expect(page.locator("#step-register_person")).to_contain_text(
        "Ta osoba jest już w kartotece: Ewa Wcześniejsza"
    )
    await page.click("#act-correct summary")
    await page.fill("#field-start_date", "1800-01-01")
    await page.fill("#correct-reason", "Literówka w adresie")
    await page.click("#correct-correct button.btn-plain")
    await expect(page.locator("#field-start_date-wrong")).to_contain_text("Podaj datę")
    await expect(page.locator("#correct-reason")).to_have_value("Literówka w adresie")
    await page.fill("#field-start_date", FORM["start_date"])
    await page.fill("#field-email", "ewa.kowalska@example.org")
    await page.click("#correct-correct button.btn-plain")

    await expect(page.locator(".notice.good")).to_contain_text("Dane poprawione")
    await expect(page.locator("#step-register_person.done")).to_be_visible(timeout=LONG)
    await expect(page.locator("#act-correct")).to_have_count(0)


async def test_what_was_decided_is_not_corrected_away(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Już zdecydowane")
    anna = await company.member("Anna Nowak", "requester", "decider")
    tomek = await company.technician("Tomek Technik", "coordinator")
    await tomek.post("/people", {"name": "Ewa Wcześniejsza", "email": "ewa@example.org"})
    process = await anna.post("/processes", {"scenario": "onboarding", "inputs": {**FORM, "email": "ewa@example.org"}})
    await decide(anna, process, "as_requested")
    await anna.until(f"/processes/{process['id']}", lambda now: now["phase"] == "blocked")
    page = await sign_in(tomek)

    await page.goto(f"/processes/{process['id']}")
    await page.click("#act-correct summary")

    form = page.locator("#correct-correct")
    await expect(form).to_contain_text("To, o czym zdecydowano lub co już wykonano, zostaje bez zmian")
    await expect(form.locator("[name='fix.email']")).to_be_visible()
    await expect(form.locator("[name='fix.hardware'], [name='fix.last_name']")).to_have_count(0)

"""What administrators and owners of accounts set up by clicking: mails, tokens, webhooks, logins, passwords."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi

SignIn = Callable[..., Awaitable[Page]]


async def test_a_token_is_shown_once_works_and_is_withdrawn(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Token")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    await page.goto("/account")
    await page.click("text=Nowy token")
    await page.fill("#token-name", "raport")
    await page.click("#token-new button")
    token = await page.locator("#once").input_value()

    answer = await page.request.get("/api/tickets", headers={"Authorization": f"Bearer {token}", "Cookie": ""})
    assert answer.status == 200
    await page.goto("/account")
    await expect(page.locator("#once")).to_have_count(0)
    await page.locator("li", has_text="raport").get_by_role("button").click()

    await expect(page.locator(".notice.good")).to_contain_text("wycofany")
    await expect(page.locator("li", has_text="raport")).to_have_count(0)


async def test_everybody_chooses_what_to_get_mail_for(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Poczta")
    page = await sign_in(await company.technician("Tomek Technik"))
    await page.goto("/account")
    box = page.locator("#mails-form input[value=information]")
    before = await box.is_checked()
    await box.set_checked(not before)

    await page.click("#mails-form button")

    await expect(page.locator(".notice.good")).to_be_visible()
    assert await page.locator("#mails-form input[value=information]").is_checked() is not before


async def test_a_webhook_is_made_with_a_secret_and_disabled(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Webhook")
    page = await sign_in(await company.member("Anna Nowak", "administrator"))
    await page.goto("/administration/webhooks")
    await expect(page.locator(".nothing")).to_contain_text("Nie ma jeszcze żadnego webhooka")
    await page.fill("#webhook-url", "https://tools.example.com/hook")

    await page.click("#webhook-new button")
    assert (await page.locator("#once").input_value()).startswith("whsec_")
    row = page.locator("tbody tr", has_text="tools.example.com")
    await expect(row.locator(".state")).to_have_text("Działa")
    await row.get_by_role("button").click()

    await expect(page.locator("tbody tr .state")).to_have_text("Wyłączony")
    await expect(page.locator("#once")).to_have_count(0)


async def test_an_address_inside_is_refused_in_words(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Adres")
    page = await sign_in(await company.member("Anna Nowak", "administrator"))
    await page.goto("/administration/webhooks")
    await page.fill("#webhook-url", "https://127.0.0.1/hook")

    await page.click("#webhook-new button")

    await expect(page.locator(".notice.bad")).to_be_visible()
    await expect(page.locator("#webhook-url")).to_have_value("https://127.0.0.1/hook")


async def test_a_forgotten_password_is_set_anew(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Nowe hasło")
    anna, marek = await company.member("Anna Nowak", "administrator"), await company.member("Marek Nowak", "requester")
    await anna.one("/accounts", lambda one: one["id"] == marek.account["id"])
    page = await sign_in(anna)
    await page.goto("/administration/accounts")
    row = page.locator("tbody tr", has_text="Marek Nowak")
    await row.locator("summary").click()
    await row.locator("input[name=password]").fill("another-long-password")
    await row.locator("form[id^=password-] button").click()
    await expect(page.locator(".notice.good")).to_contain_text("Nowe hasło działa")

    again = await gateway_api.sign_in(marek.account["email"], "another-long-password")

    assert again.account["id"] == marek.account["id"]


async def test_a_client_chooses_its_country_by_its_name(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Kraj")
    page = await sign_in(await company.member("Anna Nowak", "administrator"))
    await page.goto("/administration/clients")
    await expect(page.locator("#client-name")).to_have_value(company.client["name"])
    await page.select_option("#country", label="Niemcy")
    await page.fill("#region", "XY")

    await page.click("#client button")
    await expect(page.locator(".notice.bad")).to_contain_text("BB, BE")
    await expect(page.locator("#country")).to_have_value("DE")
    await page.fill("#region", "BY")
    await page.click("#client button")

    await expect(page.locator(".notice.good")).to_be_visible()
    await expect(page.locator("tbody tr")).to_contain_text("Niemcy (BY)")


async def test_a_client_is_registered_and_changed_by_the_provider(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Rejestracja")
    body = {"email": f"olga.{company.unique}@example.com", "name": "Olga Admin", "side": "provider", "language": "en"}
    more = {"roles": ["administrator"], "every_client": True, "password": "a-long-password"}
    await company.administrator.post("/accounts", {**body, **more})
    page = await sign_in(await gateway_api.sign_in(body["email"], "a-long-password"))
    await page.goto("/administration/clients")
    await page.fill("#client-name", f"Mühle {company.unique}")
    await page.select_option("#country", label="Germany")
    await page.click("#client button")
    row = page.locator("tbody tr", has_text=f"Mühle {company.unique}")
    await expect(row).to_contain_text("Germany")

    await row.get_by_role("link").click()
    await page.select_option("#country", label="Austria")
    await page.click("#client button")

    await expect(row).to_contain_text("Austria")
    await expect(page.locator("#client-name")).to_have_value("")


async def test_an_account_made_elsewhere_shows_without_reloading(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Nowe konto")
    page = await sign_in(await company.member("Anna Nowak", "administrator"))
    await page.goto("/administration/accounts")
    await expect(page.locator("tbody tr", has_text="Anna Nowak")).to_have_count(1)

    await company.member("Marek Nowak", "requester")
    await page.click("[data-new-pill]")

    await expect(page.locator("tbody tr", has_text="Marek Nowak")).to_have_count(1)


async def test_a_technician_of_several_clients_marks_everything_as_read(
    gateway_api: GatewayApi, sign_in: SignIn
) -> None:
    one, other = await gateway_api.company("Jeden"), await gateway_api.company("Drugi")
    clients = [one.client["id"], other.client["id"]]
    email = f"ewa.{one.unique}@example.com"
    body = {"email": email, "name": "Ewa Technik", "side": "provider", "roles": ["technician"], "clients": clients}
    await one.administrator.post("/accounts", {**body, "password": "a-long-password"})
    ewa = await gateway_api.sign_in(email, "a-long-password")
    for company in (one, other):
        anna = await company.member("Anna Nowak", "requester")
        await anna.post("/tickets", {"title": "Drukarka"})
    await ewa.until("/notifications", lambda found: found["total"] == 2)
    page = await sign_in(ewa)
    await page.goto("/notifications")

    await page.click("text=Oznacz wszystkie jako przeczytane")

    await expect(page.locator("#bell .tally")).to_have_count(0)
    assert (await ewa.get("/notifications", status="unread"))["total"] == 0

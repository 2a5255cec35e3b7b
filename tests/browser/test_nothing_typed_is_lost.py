"""A refusal, a change by somebody else, a lost page, an ended session: what was typed is still there."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import GatewayApi
from testkit.process_work import FORM

SignIn = Callable[..., Awaitable[Page]]


async def test_a_stale_answer_is_explained_and_kept(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Nieaktualne")
    anna, tomek = await company.member("Anna Nowak", "requester"), await company.technician("Tomek Technik")
    ticket = await anna.post("/tickets", {"title": "Monitor miga"})
    await tomek.post(f"/tickets/{ticket['id']}/work")
    await tomek.post(f"/tickets/{ticket['id']}/ask", {"question": "Który?"})
    page = await sign_in(anna)
    await page.goto(f"/tickets/{ticket['id']}")
    await page.fill("#answer-answer", "Ten przy oknie")

    await anna.post(f"/tickets/{ticket['id']}/answer", {"answer": "Lewy"})
    await page.click("#do-answer button")

    await expect(page.locator(".notice.bad")).to_contain_text("W międzyczasie coś się zmieniło")
    await expect(page.locator(".notice.bad")).to_contain_text("nie przepadło")
    await expect(page.locator("textarea", has_text="Ten przy oknie")).to_be_visible()


async def test_sending_twice_does_it_once(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Dwa razy")
    anna = await company.member("Anna Nowak", "requester")
    page = await sign_in(anna)
    await page.goto("/tickets/new")
    await page.fill("#title", "Tylko raz")
    key = await page.locator("#ticket-new input[name=key]").input_value()

    await page.click("#ticket-new button.btn-primary")
    await page.wait_for_selector("#ticket")
    form: dict[str, str | float | bool] = {"title": "Tylko raz", "type": "incident", "priority": "normal", "key": key,
            "csrf": await page.locator("input[name=csrf]").first.input_value()}  # fmt: skip
    again = await page.request.post("/tickets", form=form)

    assert again.url == page.url
    assert (await anna.get("/tickets"))["total"] == 1


async def test_a_reloaded_page_still_has_the_text(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Odświeżanie")
    page = await sign_in(await company.member("Anna Nowak", "requester"))
    await page.goto("/tickets/new")
    await page.locator("#description").press_sequentially("Długi opis")

    await page.reload()

    await expect(page.locator("#description")).to_have_value("Długi opis")


async def test_an_ended_session_leads_back_to_the_text(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Sesja")
    anna = await company.member("Anna Nowak", "requester")
    page = await sign_in(anna)
    await page.goto("/tickets/new")
    await page.fill("#title", "Drukarka")
    await page.select_option("#priority", "high")
    await page.locator("#description").press_sequentially("Nie drukuje faktur")
    await page.context.clear_cookies()

    await page.click("#ticket-new button.btn-primary")
    await expect(page.locator(".notice")).to_contain_text("Sesja wygasła")
    await page.fill("#email", anna.account["email"])
    await page.fill("#password", "a-long-password")
    await page.click("#sign-in button")

    await expect(page.locator("#description")).to_have_value("Nie drukuje faktur")
    await expect(page.locator("#title")).to_have_value("Drukarka")
    await expect(page.locator("#priority")).to_have_value("high")


async def test_what_one_typed_is_not_shown_to_who_signs_in_next(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Wspólny komputer")
    anna, jan = await company.member("Anna Nowak", "requester"), await company.member("Jan Kot", "requester")
    page = await sign_in(anna)
    await page.goto("/tickets/new")
    await page.fill("#title", "Podwyżka")
    await page.locator("#description").press_sequentially("Poufne")
    await page.context.clear_cookies()
    await page.click("#ticket-new button.btn-primary")
    await page.fill("#email", jan.account["email"])
    await page.fill("#password", "a-long-password")
    await page.click("#sign-in button")

    await expect(page.locator("#ticket-new")).to_be_visible()
    await expect(page.locator("#description")).to_have_value("")
    await expect(page.locator("#title")).to_have_value("")
    assert await page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('typed:'))") == []


async def test_a_wrong_password_says_so_and_keeps_the_email(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Hasło")
    anna = await company.member("Anna Nowak", "requester")
    page = await sign_in(anna)
    await page.context.clear_cookies()
    await page.goto("/sign-in")
    await page.fill("#email", anna.account["email"])
    await page.fill("#password", "not-the-password")

    await page.click("#sign-in button")

    await expect(page.locator("[role=alert]")).to_contain_text("nie pasują")
    await expect(page.locator("#email")).to_have_value(anna.account["email"])


async def test_who_rejects_is_asked_why_at_the_field(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Uzasadnienie")
    marek = await company.member("Marek Decyzyjny", "decider")
    process = await marek.post("/processes", {"scenario": "onboarding", "inputs": FORM})
    decision = await marek.one("/decisions", lambda one: one["process_id"] == process["id"])
    page = await sign_in(marek)
    await page.goto(f"/decisions/{decision['id']}")

    await page.click("button[value=rejected]")

    await expect(page.locator(".notice.bad")).to_contain_text("Napisz, dlaczego")
    await expect(page.locator(".notice.bad")).not_to_contain_text("nie przepadło")
    await expect(page.locator("textarea[name=reason]")).to_have_attribute("aria-invalid", "true")

"""The main journeys as people make them: by clicking, in several browsers at once, each seeing what the others do."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from playwright.async_api import Page, expect
from testkit.api_users import ApiUser, GatewayApi, Json
from testkit.process_work import a_laptop_in_stock

SignIn = Callable[..., Awaitable[Page]]
LONG = 60_000
ADDRESSES = "(links) => links.map((link) => link.getAttribute('href'))"
NAMES = {
    "first_name": "Ewa",
    "last_name": "Kowalska",
    "personal_email": "ewa@example.org",
    "department": "Sprzedaż",
    "job_title": "Handlowczyni",
}
START = (date.today() + timedelta(days=14)).isoformat()


async def fill_in_onboarding(page: Page) -> None:
    """The form of HR, as far as the preview."""
    await page.goto("/scenarios/onboarding")
    for name, text in NAMES.items():
        await page.fill(f"#field-{name}", text)
    await page.fill("#field-start_date", START)
    await page.locator("#field-start_date").blur()


async def approve(page: Page, question: str) -> None:
    """Decides what waits on the start page, by its first option."""
    await page.goto("/")
    card = page.locator("section.box.mine", has=page.locator("h3", has_text=question))
    await expect(card).to_be_visible(timeout=LONG)
    await card.locator("input[type=radio]").first.check()
    await card.locator("button[value=approved]").click()
    await expect(page.locator(".notice.good")).to_contain_text("Decyzja zapisana")


async def work_until_over(page: Page, process: str, ended: str, stop: str | None = None) -> None:
    """Does every task of a process on its ticket's page, until the process shows how it ended (or a step is reached)."""
    while True:
        await page.goto(process)
        over = page.locator(".page-head .state", has_text=ended)
        task = page.locator("li.now a[href^='/tickets/']")
        stopped = page.locator(f"li.now#step-{stop}")
        await expect(over.or_(task).or_(stopped).first).to_be_visible(timeout=LONG)
        if await over.or_(stopped).count():
            return
        for address in (await task.evaluate_all(ADDRESSES))[:1]:  # none when it was taken back this moment
            await do_task(page, address)


async def do_task(page: Page, ticket: str) -> None:
    """Works and resolves one task, writing down what its step has to find out."""
    await page.goto(ticket)
    if not await page.locator("#do-work button").or_(page.locator("#resolve-resolution")).count():
        return  # taken back meanwhile by the process
    if await page.locator("#do-work button").count():
        await page.click("#do-work button")
    withdrawn = page.locator(".page-head .state", has_text="Wycofane")
    await expect(withdrawn.or_(page.locator("#resolve-resolution")).first).to_be_visible()
    if await withdrawn.count():
        return
    await write_down_what_was_found(page)
    await page.fill("#resolve-resolution", "Zrobione.")
    await page.click("#do-resolve button")
    await expect(page.locator(".page-head .state")).to_have_text("Zamknięte", timeout=LONG)


async def write_down_what_was_found(page: Page) -> None:
    """A diagnosis asks for a quote: what has to be found out stands in the form of the resolution."""
    if await page.locator("#field-repair_cost").count():
        await page.check("#do-resolve input[name='out.repairable'][value=true]")
        await page.fill("#field-repair_cost", "640,50")
        await page.fill("#field-repair_days", "3")


async def a_holder(keeper: ApiUser, tag: str) -> tuple[Json, Json]:
    """A person and the laptop they have."""
    laptop = await a_laptop_in_stock(keeper, tag)
    jan = await keeper.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})
    await keeper.until(f"/assets/{laptop['id']}", lambda _: True)
    await keeper.post(
        f"/assets/{laptop['id']}/hand-over", {"to": {"kind": "person", "id": jan["id"], "name": "Jan Kowalski"}}
    )
    await keeper.until(f"/assets/{laptop['id']}", lambda now: now["status"] == "in_use")
    return jan, laptop


async def test_010_a_company_joins_by_the_administration_pages(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Przyłączenie")
    page = await sign_in(await company.member("Anna Nowak", "administrator"))
    await page.goto("/administration/accounts")
    await page.fill("#account-email", f"marek.{company.unique}@example.com")
    await page.fill("#account-name", "Marek Nowy")
    await page.fill("#account-password", "a-long-password")
    await page.check("input[name=roles][value=decider]")

    await page.click("#account-new button")
    await expect(page.locator("tbody tr", has_text="Marek Nowy")).to_be_visible()

    marek = await sign_in(await gateway_api.sign_in(f"marek.{company.unique}@example.com", "a-long-password"))
    await expect(marek.locator("h1")).to_contain_text("Marek")


async def test_020_an_employee_is_onboarded(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Zatrudnienie w panelu")
    technician = await company.technician("Tomek Technik", "technician", "coordinator")
    laptop = await a_laptop_in_stock(technician, "NB-020")
    anna = await sign_in(await company.member("Anna Nowak", "requester"))
    marek = await sign_in(await company.member("Marek Decyzyjny", "decider"))
    tomek = await sign_in(technician)

    await fill_in_onboarding(anna)
    await expect(anna.locator("#preview")).to_contain_text("1 decyzja")
    await expect(anna.locator("#preview")).to_contain_text("zł")
    await anna.click("#scenario-form button.btn-primary")
    await expect(anna.locator("#process h1")).to_have_text("Zatrudnienie nowej osoby")
    await approve(marek, "Ewa Kowalska")
    await expect(anna.locator("#step-approve_hardware.done")).to_be_visible(timeout=LONG)
    await work_until_over(tomek, anna.url, "Zakończony")

    await expect(anna.locator(".page-head .state")).to_have_text("Zakończony", timeout=LONG)
    await anna.goto(f"/assets/{laptop['id']}")
    await expect(anna.locator("#asset")).to_contain_text("Ewa Kowalska")


async def test_030_a_laptop_breaks_and_is_repaired(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Serwis w panelu")
    technician = await company.technician("Tomek Technik", "technician", "coordinator")
    jan, laptop = await a_holder(technician, "NB-030")
    anna = await sign_in(await company.member("Anna Nowak", "requester", "decider"))
    tomek = await sign_in(technician)
    await anna.goto("/scenarios/hardware_service")
    await anna.select_option("#field-asset", laptop["id"])
    await anna.select_option("#field-holder", jan["id"])
    await anna.fill("#field-problem", "Nie włącza się.")
    await anna.click("#scenario-form button.btn-primary")
    await expect(anna.locator("#process h1")).to_have_text("Serwis sprzętu")
    process = anna.url

    await work_until_over(tomek, process, "Zakończony", stop="repair_or_replace")
    await approve(anna, "NB-030")
    await work_until_over(tomek, process, "Zakończony")

    await anna.goto(f"/assets/{laptop['id']}")
    await expect(anna.locator(".page-head .state")).to_have_text("W użyciu", timeout=LONG)
    await expect(anna.locator("#asset")).to_contain_text("Jan Kowalski")


async def test_040_an_onboarding_is_cancelled_half_way(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Rezygnacja w panelu")
    technician = await company.technician("Tomek Technik", "technician", "coordinator")
    laptop = await a_laptop_in_stock(technician, "NB-040")
    marek = await sign_in(await company.member("Marek Decyzyjny", "decider"))
    tomek = await sign_in(technician)
    await fill_in_onboarding(marek)
    await marek.click("#scenario-form button.btn-primary")
    await expect(marek.locator("#process h1")).to_be_visible()
    process = marek.url
    await approve(marek, "Ewa Kowalska")
    await tomek.goto(f"/assets/{laptop['id']}")
    await expect(tomek.locator(".page-head .state")).to_have_text("Zarezerwowany", timeout=LONG)

    await marek.goto(process)
    await marek.click("#act-cancel summary")
    await marek.fill("#cancel-reason", "Kandydatka zrezygnowała.")
    await marek.click("#do-cancel button")
    await work_until_over(tomek, process, "Anulowany, wszystko cofnięto")

    await expect(marek.locator(".page-head .state")).to_have_text("Anulowany, wszystko cofnięto", timeout=LONG)
    await tomek.goto(f"/assets/{laptop['id']}")
    await expect(tomek.locator(".page-head .state")).to_have_text("Dostępny w magazynie", timeout=LONG)

"""Hardware by clicking: the provider hands it over, who got it says so, and every state offers what can be done in it."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import ApiUser, Company, GatewayApi, Json
from testkit.process_work import a_laptop_in_stock

SignIn = Callable[..., Awaitable[Page]]


async def jan_with_a_login(company: Company) -> tuple[ApiUser, Json]:
    """Somebody of the client who may sign in, and who that is in the register."""
    client = company.client["id"]
    jan = await company.administrator.post("/people", {"name": "Jan Kowalski", "client": client})
    email = f"jan.{company.unique}@example.com"
    body = {"email": email, "name": "Jan Kowalski", "side": "client", "roles": ["requester"], "client": client}
    await company.administrator.post("/accounts", {**body, "password": "a-long-password", "person_id": jan["id"]})
    return await company.gateway_api.sign_in(email, "a-long-password"), jan


async def hand_over(page: Page, laptop: Json, person: Json) -> None:
    """The technician hands it over on its page."""
    await page.goto(f"/assets/{laptop['id']}")
    await page.click("#act-hand_over summary")
    await page.select_option("#hand_over-person", person["id"])
    await page.fill("#hand_over-condition", "Bez uszkodzeń")
    await page.click("#do-hand_over button")
    await expect(page.locator(".page-head .state")).to_have_text("W użyciu")


async def test_who_got_the_laptop_confirms_it(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Przekazanie")
    technician = await company.technician("Tomek Technik")
    laptop = await a_laptop_in_stock(technician, "NB-1")
    visitor, jan = await jan_with_a_login(company)
    tomek, page = await sign_in(technician), await sign_in(visitor)

    await hand_over(tomek, laptop, jan)
    await expect(tomek.locator("#asset")).to_contain_text("czeka na potwierdzenie: Jan Kowalski")
    await page.goto("/")
    await page.locator(".item.mine a", has_text="NB-1").click()
    await page.get_by_role("button", name="Potwierdź odbiór").click()

    await expect(page.locator(".notice.good")).to_contain_text("Odbiór potwierdzony")
    await expect(tomek.locator("#asset")).to_contain_text("potwierdził(a) Jan Kowalski")


async def test_who_decides_confirms_for_somebody_without_a_login(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Potwierdzenie")
    technician = await company.technician("Tomek Technik")
    laptop = await a_laptop_in_stock(technician, "NB-2")
    ewa = await technician.post("/people", {"name": "Ewa Bez Konta"})
    tomek = await sign_in(technician)
    await hand_over(tomek, laptop, ewa)
    requester = await sign_in(await company.member("Anna Nowak", "requester"))
    await requester.goto(f"/assets/{laptop['id']}")
    await expect(requester.locator("#asset")).to_contain_text("czeka na potwierdzenie")
    await expect(requester.get_by_role("button", name="Potwierdź odbiór")).to_have_count(0)

    marek = await sign_in(await company.member("Marek Decyzyjny", "decider"))
    await marek.goto("/")
    await marek.locator(".item a", has_text="Ewa Bez Konta").click()
    await marek.get_by_role("button", name="Potwierdź odbiór za: Ewa Bez Konta").click()

    await expect(marek.locator("#asset")).to_contain_text("potwierdził(a) Marek Decyzyjny")


async def test_a_refused_hand_over_keeps_what_was_typed(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Bez odbiorcy")
    technician = await company.technician("Tomek Technik")
    laptop = await a_laptop_in_stock(technician, "NB-3")
    page = await sign_in(technician)
    await page.goto(f"/assets/{laptop['id']}")
    await page.click("#act-hand_over summary")
    await page.fill("#hand_over-condition", "Rysa na obudowie")

    await page.click("#do-hand_over button")

    await expect(page.locator(".notice.bad")).to_be_visible()
    await expect(page.locator("#hand_over-condition")).to_have_value("Rysa na obudowie")


async def test_a_laptop_is_lent_lost_found_and_serviced(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Koleje losu")
    technician = await company.technician("Tomek Technik")
    laptop = await a_laptop_in_stock(technician, "NB-4")
    page = await sign_in(technician)
    await page.goto(f"/assets/{laptop['id']}")
    state = page.locator(".page-head .state")

    await do(page, "loan", {"place": "Sala konferencyjna"}, "Wypożyczony")
    await do(page, "return_loan", {"condition": "Dobry"}, "Dostępny w magazynie")
    await do(page, "report_missing", {"note": "Nie ma go w szafie"}, "Zgubiony")
    await do(page, "find", {"note": "Był w szufladzie"}, "Do sprawdzenia")
    await do(page, "send_to_service", {"fault": "Nie ładuje się"}, "W diagnozie")
    await page.click("#act-return_from_service summary")
    await page.select_option("#return_from_service-after_service", "available")
    await page.fill("#return_from_service-outcome", "Wymieniono <b>gniazdo</b>")
    await page.fill("#return_from_service-cost", "120,50")
    await page.click("#do-return_from_service button")

    await expect(state).to_have_text("Dostępny w magazynie")
    await expect(page.locator("#asset")).to_contain_text("120,50")
    for remark in ("Był w szufladzie", "Nie ładuje się", "Wymieniono <b>gniazdo</b>"):
        await expect(page.locator(".past .remark", has_text=remark)).to_have_count(1)


async def test_hardware_is_retired_by_what_the_client_decided_about_it(
    gateway_api: GatewayApi, sign_in: SignIn
) -> None:
    company = await gateway_api.company("Wycofanie")
    technician = await company.technician("Tomek Technik", "technician", "coordinator")
    laptop = await a_laptop_in_stock(technician, "NB-5")
    anna = await company.member("Anna Nowak", "requester", "decider")
    tomek, page = await sign_in(technician), await sign_in(anna)
    await tomek.goto(f"/assets/{laptop['id']}")
    await tomek.click("#act-not-retired summary")
    await expect(tomek.locator("#act-not-retired")).to_contain_text("nie ma jeszcze żadnej")
    await page.goto(f"/assets/{laptop['id']}")
    await page.click("#act-not-retired summary")
    await page.get_by_role("link", name="Uruchom wycofanie sprzętu").click()
    await expect(page.locator("#field-asset")).to_have_value(laptop["id"])
    await page.click("#scenario-form .acts .btn-primary")
    await page.locator("main .btn-primary", has_text="Zatwierdź").first.click()
    await anna.one("/decisions", lambda one: one["status"] == "approved")
    await tomek.goto(f"/assets/{laptop['id']}")
    await tomek.click("#act-retire summary")
    await tomek.select_option("#retire-decision", index=1)
    await tomek.fill("#retire-retire_reason", "Zużyty")
    await tomek.click("#do-retire button")

    await expect(tomek.locator(".page-head .state")).to_have_text("Wycofany: do wymazania")
    await expect(tomek.locator(".past .remark", has_text="Zużyty")).to_have_count(1)


async def do(page: Page, move: str, typed: dict[str, str], state: str) -> None:
    """Opens a form of the page, fills it in and sends it."""
    await page.click(f"#act-{move} summary")
    for name, text in typed.items():
        await page.fill(f"#{move}-{name}", text)
    await page.click(f"#do-{move} button")
    await expect(page.locator(".page-head .state")).to_have_text(state)

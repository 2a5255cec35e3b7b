"""`make pictures`: starts the product, lets a small company work in it, and takes README's pictures of real pages."""

import asyncio
import os
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from installation.installation import Installation
from playwright.async_api import Browser, Page, async_playwright
from testkit.visitor import FrontDoor, Json, Visitor
from testkit.working import a_laptop_in_stock, work_until_over

HERE = Path(__file__).parent
PASSWORD = "a-long-password"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
TICKETS = (
    ("Printer in planning prints blank pages", "high", "incident"),
    ("Read access to the folder with the shift plans", "normal", "request"),
    ("How do I set an automatic reply for my holiday?", "low", "question"),
)
NEWCOMER = {
    "first_name": "Hannah", "last_name": "Vetter", "department": "Sales", "job_title": "Account manager", "language": "en",
    "personal_email": "hannah@example.org", "accessories": ["monitor", "headset"], "hardware": "laptop",
    "start_date": (date.today() + timedelta(days=14)).isoformat(),
}  # fmt: skip
FOUND = {
    "diagnose": {
        "repairable": True,
        "repair_cost": {"amount": 80000, "currency": "PLN"},
        "repair_days": 4,
        "finding": "The mainboard is damaged.",
    }
}


async def account(door: FrontDoor, client: Json, name: str, side: str, *roles: str) -> Visitor:
    """Somebody who reads English."""
    administrator = await door.administrator()
    email = f"{name.lower().replace(' ', '.')}@example.com"
    place = {"client": client["id"]} if side == "client" else {"clients": [client["id"]]}
    body = {"email": email, "name": name, "side": side, "roles": list(roles), "language": "en", "password": PASSWORD}
    await administrator.post("/accounts", {**body, **place})
    return await door.sign_in(email, PASSWORD)


async def a_company_at_work(door: FrontDoor) -> tuple[Visitor, Visitor, Json, Json]:
    """A decider, a technician, a ticket that waits for an answer, and an onboarding that has begun."""
    client = await (await door.administrator()).post("/clients", {"name": "Jawor Mill Ltd", "language": "en"})
    kate = await account(door, client, "Katherine Wren", "client", "decider", "requester", "administrator")
    john = await account(door, client, "John Smith", "provider", "technician", "coordinator")
    tag, used = await a_laptop_in_stock(john, "JM-0042"), await a_laptop_in_stock(john, "JM-0027")
    person = await john.post(
        "/people", {"name": "Sylvia Finch", "email": "sylvia@example.org", "department": "Planning"}
    )
    await john.until(f"/assets/{used['id']}")
    await john.post(f"/assets/{used['id']}/hand-over", {"to": {"kind": "person", **named(person)}})
    service = await kate.post("/processes", {"scenario": "hardware_service", "language": "en", "inputs": {
        "asset": {"id": used["id"], "name": "JM-0027 ThinkPad T14"}, "holder": named(person), "category": "laptop",
        "problem": "The screen goes dark after some minutes."}})  # fmt: skip
    await work_until_over(john, service, FOUND, until="repair_or_replace")
    onboarding = await kate.post("/processes", {"scenario": "onboarding", "language": "en", "inputs": NEWCOMER})
    decision = await kate.one("/decisions", lambda one: one["process_id"] == onboarding["id"])
    await kate.post(f"/decisions/{decision['id']}/decide", {"verdict": "approved", "option": "as_requested"})
    await john.until(f"/assets/{tag['id']}", lambda now: now["substate"] == "reserved")
    return kate, john, await a_conversation(kate, john), onboarding


async def a_conversation(kate: Visitor, john: Visitor) -> Json:
    """Three tickets; about the first one John asks something, and notes something for his colleagues."""
    opened = [{"title": title, "priority": level, "type": kind} for title, level, kind in TICKETS]
    first, *_ = [await kate.post("/tickets", one) for one in opened]
    await john.post(f"/tickets/{first['id']}/work")
    await john.post(f"/tickets/{first['id']}/messages", {"text": "Same driver as last month?", "internal": True})
    await john.post(f"/tickets/{first['id']}/ask", {"question": "Which code does the display show?"})
    return await kate.until(f"/tickets/{first['id']}", lambda now: now["status"] == "waiting_client")


def named(thing: Json) -> Json:
    return {"id": thing["id"], "name": thing["name"]}


async def take(browser: Browser, door: FrontDoor, who: Visitor, path: str, name: str, scheme: str, size: Json) -> None:
    """Signs somebody in by the sign-in page, opens an address, and takes its picture."""
    context = await browser.new_context(base_url=door.gateway, locale="en-GB", color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    page: Page = await context.new_page()
    await page.goto("/sign-in")
    await page.fill("#email", who.account["email"])
    await page.fill("#password", PASSWORD)
    await page.click("#sign-in button")
    await page.wait_for_selector("main h1")
    await page.goto(path)
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=HERE / f"{name}.png")
    await context.close()
    print(f"docs/pictures/{name}.png")


async def draw(door: FrontDoor, chromium: str) -> None:
    """Takes every picture."""
    kate, john, ticket, onboarding = await a_company_at_work(door)
    shots = (
        (kate, "/", "start", "light", WIDE),
        (kate, f"/processes/{onboarding['id']}", "process", "light", WIDE),
        (kate, f"/tickets/{ticket['id']}", "dark", "dark", WIDE),
        (kate, "/", "phone", "light", PHONE),
        (john, "/queue?show=open", "queue", "light", WIDE),
    )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for who, path, name, scheme, size in shots:
            await take(browser, door, who, path, name, scheme, size)
        await browser.close()


async def main(chromium: str) -> None:
    """An installation for the pictures only, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="opslayer-") as folder, Installation(Path(folder)) as installation:
        installation.start()
        secret = installation.fleet.secrets.administrator()
        async with FrontDoor(installation.fleet.url("gateway"), secret.email, secret.password) as door:
            await draw(door, chromium)


if __name__ == "__main__":
    found = os.environ.get("OPSLAYER_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("There is no Chromium on this machine: make chromium")
    asyncio.run(main(found))

"""The provider's queue when it is full: quick, in order, worked by keyboard and one click, while it changes."""

import asyncio
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from testkit.api_users import ApiUser, GatewayApi

SignIn = Callable[..., Awaitable[Page]]
ROWS = 200


async def open_many(who: ApiUser, number: int) -> None:
    """Opens so many tickets, eight at a time."""
    for first in range(0, number, 8):
        numbers = range(first, min(first + 8, number))
        await asyncio.gather(*(who.post("/tickets", {"title": f"Sprawa {one:03}"}) for one in numbers))
    await who.until("/tickets", lambda found: found["total"] == number)


async def test_two_hundred_tickets_are_worked_by_keyboard(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Pełna kolejka")
    await open_many(await company.member("Anna Nowak", "requester"), ROWS)
    page = await sign_in(await company.technician("Tomek Technik"))
    await page.goto("/queue?show=open")
    await expect(page.locator("tbody tr")).to_have_count(ROWS)
    rows = page.locator("tbody tr")
    await rows.first.focus()

    await page.keyboard.press("j")
    await expect(rows.nth(1)).to_be_focused()
    await page.keyboard.press("t")
    await expect(rows.nth(1).locator(".move-mark")).to_have_text("Twój ruch")
    await page.keyboard.press("w")
    await expect(rows.nth(1).locator(".state")).to_have_text("W toku")
    await page.keyboard.press("r")
    await page.locator("dialog textarea").fill("Zrobione.")
    await page.locator("dialog button.btn-primary").click()

    await expect(rows.nth(1).locator(".state")).to_have_text("Rozwiązane")
    await expect(page.locator("dialog")).to_be_hidden()
    await expect(rows).to_have_count(ROWS)


async def test_a_row_taken_by_a_colleague_says_so_where_it_stands(gateway_api: GatewayApi, sign_in: SignIn) -> None:
    company = await gateway_api.company("Dwóch techników")
    await open_many(await company.member("Anna Nowak", "requester"), 3)
    ewa = await company.technician("Ewa Technik")
    page = await sign_in(await company.technician("Tomek Technik"))
    await page.goto("/queue?show=open")
    row = page.locator("tbody tr").nth(1)
    ticket = (await row.get_attribute("data-live")) or ""

    await ewa.post(f"/tickets/{ticket}/work")

    await expect(row.locator(".move-other")).to_have_text("Ewa Technik")
    await expect(row.locator("[data-key=t]")).to_have_count(0)

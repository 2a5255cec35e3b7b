"""Real browsers in front of a real installation: Chromium, people who are signed in, and what they do on pages."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from testkit.front_door import Running
from testkit.visitor import Visitor

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "a-long-password"
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)  # a busy machine is slow, and no test is about that
SignIn = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The machine's Chromium; these tests do not run without one."""
    found = os.environ.get("OPSLAYER_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no Chromium on this machine: make chromium")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One browser for the run; every person gets a profile of their own in it."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sign_in(browser: Browser, running: Running) -> AsyncIterator[SignIn]:
    """Signs somebody in by the sign-in page and gives their page; it fails the test when a script fails on it."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    async def open_(who: Visitor, **options: Any) -> Page:
        context = await browser.new_context(base_url=running.gateway, locale="pl-PL", **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        await page.goto("/sign-in")
        await page.fill("#email", who.account["email"])
        await page.fill("#password", PASSWORD)
        await page.click("#sign-in button")
        await page.wait_for_selector("main h1")
        return page

    yield open_
    for context in opened:
        await context.close()
    assert faults == []

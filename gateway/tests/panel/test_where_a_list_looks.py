"""What a list shows when it is opened, filtered, searched and put in another order."""

import pytest
from gateway.panel.screens.lists import FILTERS, filter_from_query, list_variables
from gateway.panel.viewer import Viewer


def test_tickets_begin_with_what_is_open(anna: Viewer) -> None:
    assert filter_from_query("tickets", {}, anna).open is True


@pytest.mark.parametrize("name", [name for name, shows in FILTERS.items() if "all" in shows])
def test_who_searches_looks_everywhere(anna: Viewer, name: str) -> None:
    wanted = filter_from_query(name, {"q": "drukarka"}, anna)

    assert (wanted.query, wanted.open, wanted.status, wanted.next_side) == ("drukarka", None, None, None)


def test_the_queue_is_searched_among_all_that_is_open(tomek: Viewer) -> None:
    assert filter_from_query("queue", {"q": "drukarka"}, tomek).open is True


def test_what_was_found_can_be_narrowed(anna: Viewer) -> None:
    page = list_variables("tickets", "/tickets", {"q": "drukarka", "sort": "due"}, None, 3)

    assert page["filters"]["show"] == "all"
    assert "/tickets?q=drukarka&sort=due&show=closed" in [chip["path"] for chip in page["chips"]]
    assert filter_from_query("tickets", {"q": "drukarka", "show": "closed"}, anna).open is False


def test_people_stand_by_name_and_tickets_from_the_newest(anna: Viewer) -> None:
    assert filter_from_query("people", {}, anna).sort == "name"
    assert filter_from_query("tickets", {"sort": "due"}, anna).sort == "due"
    assert filter_from_query("tickets", {"sort": "name"}, anna).sort == "newest"


def test_the_next_page_stays_in_its_order() -> None:
    page = list_variables("people", "/people", {"sort": "newest"}, "abc", 90)

    assert page["page"]["next"] == "/people?sort=newest&show=all&cursor=abc"

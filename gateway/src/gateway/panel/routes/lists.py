"""Renders the page of a list: what its query string selects, a page at a time."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.screens.lists import filter_from_query, list_variables
from gateway.panel.viewer import Viewer

Row = Callable[[Json, Viewer], Any]


async def render_list(
    context: PageContext, name: str, kind: str, row: Row, limit: int = 50, arrange: Callable[[list[Any]], Any] = list
) -> Response:
    """Renders the list of this name with a row for each thing of a kind; `arrange` puts the rows of a page in order."""
    query = dict(context.request.query_params)
    found = await context.things_page(kind, filter_from_query(name, query, context.viewer), query.get("cursor"), limit)
    rows = arrange([row(state, context.viewer) for state in found.states])
    variables = list_variables(name, f"/{name}", query, found.next, found.total)
    return await render_page(context, f"{name}.html", name, rows=rows, **variables)

"""The one type of decoded JSON objects: public states, rows of the view, variables of templates."""

from typing import Any

Json = dict[str, Any]

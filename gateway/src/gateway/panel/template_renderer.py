"""Renders templates in the viewer's language. Templates are read once, when they are first used."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from chassis.texts import Texts
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from gateway.panel import formats
from gateway.panel.build import stamp
from gateway.panel.icons import KIND_ICONS, PRIORITY_ICONS, SCENARIO_ICONS, SIDE_ICONS
from gateway.panel.markdown import to_html
from gateway.panel.state_styles import style_of
from gateway.panel.texts import texts_of
from gateway.panel.titles_and_paths import initials, localised
from gateway.panel.viewer import Viewer

_TEMPLATES = Path(__file__).parent / "templates"
_ICON = Markup(
    '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="/static/vendor/icons.svg?v={}#{}"/></svg>'
)


class TemplateRenderer:
    """The Jinja environment of the panel, made once for the application."""

    def __init__(self) -> None:
        self._stamp = stamp.present()[:12] or "none"
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(self._globals())
        self._environment.filters.update(
            {
                name: _with_viewer(getattr(formats, name))
                for name in ("full_time", "day", "short_time", "relative_time", "elapsed_time", "money", "decimal")
            }
        )
        self._environment.filters.update(prose=to_html, initials=initials)

    def render(self, template: str, viewer: Viewer, **variables: Any) -> str:
        """Returns the page as HTML."""
        texts = texts_of(viewer.language)
        return self._environment.get_template(template).render(
            viewer=viewer,
            t=texts,
            n=texts.plural,
            texts=texts,
            localised=partial(localised, viewer=viewer),
            **variables,
        )

    def _globals(self) -> dict[str, Any]:
        return {
            "icon": partial(icon, self._stamp),
            "static_path": self._static_path,
            "state_style": style_of,
            "state_word": pass_context(_state_word),
            "new_key": lambda: str(uuid4()),
            "kind_icons": KIND_ICONS,
            "scenario_icons": SCENARIO_ICONS,
            "side_icons": SIDE_ICONS,
            "priority_icons": PRIORITY_ICONS,
        }

    def _static_path(self, name: str) -> str:
        return f"/static/{name}?v={self._stamp}"


def icon(version: str, name: str, classes: str = "") -> Markup:
    """Returns an icon. It always stands beside a word, so screen readers skip it."""
    return _ICON.format(classes, version, name)


def _state_word(context: Context, kind: str, state: str, substate: str | None = None) -> str:
    texts: Texts = context["texts"]
    keys = [f"state.{kind}.{state}.{substate}"] if substate else []
    return texts.first_of(*keys, f"state.{kind}.{state}")


def _with_viewer(format_: Any) -> Any:
    @pass_context
    def filter_(context: Context, value: Any) -> Any:
        if value is None:
            return ""
        return escape(format_(value, context["viewer"]))

    return filter_

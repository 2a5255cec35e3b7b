"""Filling facts into the texts and fields that a scenario prepares. What the facts are stands in `facts.py`.

`{inputs.job}` must be known, `{inputs.job?}` may be missing, `{inputs.a|inputs.b}` is the first that is known. A part in
brackets, `[ Accessories: {inputs.accessories.label?}.]`, is left out when something it names is missing.
"""

import re
from collections.abc import Iterator, Mapping

from processes.domain.due import is_date
from processes.domain.scenario import Group, Pattern, Template
from processes.domain.values import Content, Language, Text, Value, Values
from processes.domain.written import written_day

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.|]+)(\??)\}")
_PART = re.compile(r"\[([^\[\]]*)\]")


def render_fields(fields: Mapping[str, Template], facts: Values, language: Language) -> dict[str, Content]:
    """The fields of a request; those that have no value are left out."""
    filled: dict[str, Content] = {}
    for name, template in fields.items():
        if isinstance(template, Group):
            parts = {key: render(part, facts, language) for key, part in template.parts.items()}
            filled[name] = {key: part for key, part in parts.items() if part is not None}
        else:
            filled[name] = render(template, facts, language)
    return {name: content for name, content in filled.items() if content is not None}


def render(pattern: Pattern, facts: Values, language: Language) -> Value:
    """The pattern with its facts; one that is a single placeholder and nothing else keeps the fact's own type."""
    match pattern:
        case Text():
            return _fill(pattern.in_language(language), facts, language)
        case str():
            return _fill(pattern, facts, language)
        case plain:
            return plain


def render_both(text: Text, facts: Values) -> Text:
    """A text with its facts, in both languages."""
    return Text(_sentence(text.pl, facts, "pl"), _sentence(text.en, facts, "en"))


def missing(fields: Mapping[str, Template], facts: Values) -> frozenset[str]:
    """The placeholders that must have a fact and have none."""
    return frozenset(
        names
        for template in fields.values()
        for names, may_miss in _placeholders(template)
        if not may_miss and _first(names, facts) is None
    )


def facts_named(*templates: Template) -> frozenset[str]:
    """Every fact that the templates may read."""
    return frozenset(
        name for template in templates for names, _ in _placeholders(template) for name in names.split("|")
    )


def _placeholders(template: Template) -> Iterator[tuple[str, bool]]:
    match template:
        case Text(pl, en):
            yield from _placeholders(pl)
            yield from _placeholders(en)
        case str():
            for found in _PLACEHOLDER.finditer(template):
                yield found[1], found[2] == "?"
        case Group(parts):
            for part in parts.values():
                yield from _placeholders(part)


def _fill(text: str, facts: Values, language: Language) -> Value:
    whole = _PLACEHOLDER.fullmatch(text)
    if whole is None:
        return _sentence(text, facts, language)
    value = _first(whole[1], facts)
    return value.in_language(language) if isinstance(value, Text) else value


def _sentence(text: str, facts: Values, language: Language) -> str:
    # The parts first: what people wrote may have brackets of its own.
    told = _PART.sub(lambda part: part[1] if _is_complete(part[1], facts, language) else "", text)
    return _PLACEHOLDER.sub(lambda found: _written(_first(found[1], facts), language), told).strip()


def _is_complete(part: str, facts: Values, language: Language) -> bool:
    return all(_written(_first(found[1], facts), language) for found in _PLACEHOLDER.finditer(part))


def _first(names: str, facts: Values) -> Value:
    found = (facts.get(name) for name in names.split("|"))
    return next((value for value in found if value is not None and value != ""), None)


def _written(value: Value, language: Language) -> str:
    match value:
        case None:
            return ""
        case Text():
            return value.in_language(language)
        case tuple():
            return ", ".join(value)
        case named if hasattr(named, "name"):
            return str(named.name)
        case str() if is_date(value):
            return written_day(value, language)
        case plain:
            return str(plain)

"""Puts facts into patterns. What the facts are stands in `facts.py`, how patterns are written in `pattern.py`."""

from collections.abc import Iterator, Mapping

from processes.domain.date_texts import date_text
from processes.domain.due import is_date
from processes.domain.pattern import Literal, OptionalPart, Part, Pattern, Placeholder, TextPattern
from processes.domain.scenario import FieldPattern, Group, RequestField
from processes.domain.values import Content, Language, Text, Value, Values


def render_fields(fields: Mapping[str, RequestField], facts: Values, language: Language) -> dict[str, Content]:
    """Returns the fields of a request; those that have no value are left out."""
    filled: dict[str, Content] = {}
    for name, field in fields.items():
        if isinstance(field, Group):
            parts = {key: render(part, facts, language) for key, part in field.parts.items()}
            filled[name] = {key: part for key, part in parts.items() if part is not None}
        else:
            filled[name] = render(field, facts, language)
    return {name: content for name, content in filled.items() if content is not None}


def render(pattern: FieldPattern, facts: Values, language: Language) -> Value:
    """Returns the pattern with its facts; one that is a single placeholder keeps the fact's own type."""
    match pattern:
        case TextPattern():
            return render(pattern.in_language(language), facts, language)
        case Pattern(parts=(Placeholder() as only,)):
            value = _first_known(only, facts)
            return value.in_language(language) if isinstance(value, Text) else value
        case Pattern():
            return _sentence(pattern, facts, language)
        case plain:
            return plain


def render_text(text: TextPattern, facts: Values) -> Text:
    """Returns a text with its facts, in both languages."""
    return Text(_sentence(text.pl, facts, "pl"), _sentence(text.en, facts, "en"))


def missing(fields: Mapping[str, RequestField], facts: Values) -> frozenset[str]:
    """Returns the placeholders that must have a fact and have none."""
    return frozenset(
        "|".join(placeholder.names)
        for placeholder in _placeholders(*fields.values())
        if not placeholder.may_be_missing and _first_known(placeholder, facts) is None
    )


def facts_named(*fields: RequestField) -> frozenset[str]:
    """Returns the names of all facts that the patterns may read."""
    return frozenset(name for placeholder in _placeholders(*fields) for name in placeholder.names)


def _placeholders(*fields: RequestField) -> Iterator[Placeholder]:
    for field in fields:
        match field:
            case Pattern():
                yield from field.placeholders
            case TextPattern(pl, en):
                yield from _placeholders(pl, en)
            case Group(parts):
                yield from _placeholders(*parts.values())


def _sentence(pattern: Pattern, facts: Values, language: Language) -> str:
    return "".join(_part(part, facts, language) for part in pattern.parts).strip()


def _part(part: Part, facts: Values, language: Language) -> str:
    match part:
        case Literal(text):
            return text
        case Placeholder():
            return _in_words(_first_known(part, facts), language)
        case OptionalPart(parts):
            texts = [_part(inner, facts, language) for inner in parts]
            return "".join(texts) if all(texts) else ""


def _first_known(placeholder: Placeholder, facts: Values) -> Value:
    found = (facts.get(name) for name in placeholder.names)
    return next((value for value in found if value is not None and value != ""), None)


def _in_words(value: Value, language: Language) -> str:
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
            return date_text(value, language)
        case plain:
            return str(plain)

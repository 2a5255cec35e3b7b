"""AsyncAPI 3.0 of each service's topic, made from the contracts: what it publishes, with the CloudEvents headers."""

from typing import Any

from chassis.journal.line import ATTRIBUTES
from contracts.catalogue import published_by
from contracts.envelope import Event
from contracts.json_schemas import WithoutFieldTitles
from pydantic.json_schema import models_json_schema

_DESCRIBED = {
    "id": "Unique with the source.",
    "source": "The service, as `/tickets`.",
    "type": "What happened, with the version of its shape.",
    "subject": "The thing's id; also the record's key.",
    "time": "When it happened.",
    "recordedat": "When it was written down; later than `time` for what was imported.",
    "version": "The thing's own version after the event: its ETag and its place in its history.",
    "clientid": "Whose it is.",
    "actorid": "The account that did it.",
    "actorname": "Its name.",
    "actorside": "client, provider or system.",
    "audience": "`provider`: never to be shown to the client.",
    "correlationid": "The same for everything one command led to.",
    "causationid": "The event or request this answers.",
    "addressee": "Only on requests: the service that is asked.",
    "traceparent": "W3C trace context.",
    "generation": "Changes when the owner's database was restored from a backup.",
    "shard": "0 to 31; order is kept within a shard.",
    "sequence": "Gap-free within the shard.",
}


def document(service: str) -> dict[str, Any]:
    """The whole document of one service."""
    events = published_by(service)
    references, shapes = models_json_schema(
        [(event, "validation") for event in events],
        ref_template="#/components/schemas/{model}",
        schema_generator=WithoutFieldTitles,
    )
    messages = {event.TYPE: _message(event, references[event, "validation"]) for event in events}
    channel = f"{service}.events"
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"Opslayer {service}",
            "version": "1",
            "description": "CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_*` headers, data as the value.",
        },
        "defaultContentType": "application/json",
        "channels": {
            channel: {
                "address": channel,
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {"publish": {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}}},
        "components": {
            "messages": messages,
            "schemas": shapes["$defs"],
            "messageTraits": {"cloudEvent": {"headers": _headers()}},
        },
    }


def _message(event: type[Event], payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": event.TYPE,
        "summary": (event.__doc__ or "").strip().splitlines()[0],
        "contentType": "application/json",
        "payload": payload,
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
    }


def _headers() -> dict[str, Any]:
    properties = {f"ce_{name}": {"type": "string", "description": _DESCRIBED[name]} for name in ATTRIBUTES}
    return {
        "type": "object",
        "properties": {"ce_specversion": {"type": "string", "const": "1.0"}, **properties},
        "required": ["ce_specversion", *(f"ce_{name}" for name in ("id", "source", "type", "subject", "clientid"))],
    }

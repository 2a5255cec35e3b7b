"""Defines every metric, and makes traces. Spans are made by hand, one per hop."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry import context as otel_context
from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Gauge, Histogram

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUEST_SECONDS = Histogram(
    "opslayer_request_seconds", "Time to answer an HTTP request", ["method", "route", "status"], buckets=BUCKETS
)
RELAY_DELAY_SECONDS = Histogram(
    "opslayer_relay_delay_seconds",
    "From the oldest journal line of a round to Kafka's acknowledgement",
    buckets=BUCKETS,
)
RELAY_SENT = Counter("opslayer_relay_sent_total", "Journal lines handed to Kafka")
RELAY_LEADS = Gauge("opslayer_relay_leads", "1 while this process is the one that relays")
CONSUMED = Counter("opslayer_consumed_total", "Journal lines applied", ["source", "transport"])
CONSUMER_BEHIND = Gauge("opslayer_consumer_behind_lines", "Lines of a source that are not applied yet", ["source"])
CONSUMER_BEHIND_SECONDS = Gauge(
    "opslayer_consumer_behind_seconds", "Since when the oldest line not applied yet has been known of", ["source"]
)
PARKED = Gauge("opslayer_parked_messages", "Parked messages that wait for an operator")

tracer = trace.get_tracer("opslayer")
_recording = False


def record_with(provider: Any) -> None:
    """Starts to record spans with this provider."""
    global tracer, _recording
    tracer, _recording = provider.get_tracer("opslayer"), True


def record_nothing() -> None:
    """Stops recording spans."""
    global _recording
    _recording = False


def configure_tracing(service: str, otlp_url: str, ratio: float) -> Any:
    """Sends spans to a collector when there is one. Returns the provider to flush at the end, or None."""
    if not otlp_url:
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio

    # shutdown_on_exit=False: while the collector is unreachable, a flush at exit would hold the process for half a minute.
    provider = TracerProvider(
        sampler=ParentBasedTraceIdRatio(ratio),
        shutdown_on_exit=False,
        resource=Resource.create({"service.name": f"opslayer-{service}"}),
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=otlp_url.rstrip("/") + "/v1/traces")))
    trace.set_tracer_provider(provider)
    record_with(provider)
    return provider


@contextmanager
def span(name: str, traceparent: str | None, kind: SpanKind = SpanKind.INTERNAL, **attributes: Any) -> Iterator[None]:
    """Opens a span below the given trace parent. It costs nothing when no collector is configured."""
    if not _recording:
        yield
        return
    parent = propagate.extract({"traceparent": traceparent}) if traceparent else None
    token = otel_context.attach(parent) if parent is not None else None
    try:
        with tracer.start_as_current_span(name, kind=kind, attributes=attributes):
            yield
    finally:
        if token is not None:
            otel_context.detach(token)


def current_traceparent() -> str | None:
    """Returns the W3C traceparent of the current span, or None outside any recorded trace."""
    if not _recording:
        return None
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")

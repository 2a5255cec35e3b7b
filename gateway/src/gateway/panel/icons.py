"""The icons of the panel by their names in Tabler's outline set. The build puts exactly these into one file."""

from gateway.panel.state_styles import STATE_STYLES

KIND_ICONS = {
    "ticket": "ticket",
    "asset": "device-laptop",
    "model": "device-laptop",
    "person": "user",
    "process": "route",
    "decision": "gavel",
    "scenario": "template",
    "handover": "arrows-exchange",
    "notification": "bell",
    "client": "building",
    "account": "id-badge",
}
SIDE_ICONS = {"client": "building", "provider": "headset", "system": "robot"}
SCENARIO_ICONS = {
    "onboarding": "user-plus",
    "offboarding": "user-minus",
    "hardware_service": "tool",
    "hardware_retirement": "archive",
    "user_request": "message-plus",
}
"""The icons of the scenarios that come with the product; others get a general one."""
PRIORITY_ICONS = {"critical": "flame", "high": "chevrons-up", "normal": "equal", "low": "chevrons-down"}

_OF_PAGES = (
    "alert-triangle", "archive", "arrow-back-up", "arrow-right", "bell", "bookmark", "building-warehouse",
    "calendar-event", "chevron-down", "chevron-right", "circle-check", "clock", "coin", "device-desktop",
    "hand-finger", "hand-grab", "history", "home", "info-circle", "key", "language", "link", "list-check", "lock",
    "logout", "mail", "map-pin", "message", "message-question", "mood-smile", "moon", "package", "player-play",
    "plug-connected-x", "plus", "refresh", "rotate", "search", "send", "settings", "shopping-cart", "sun", "truck",
    "user-plus", "users", "webhook", "x",
)  # fmt: skip

ICONS: frozenset[str] = frozenset(
    [
        *_OF_PAGES,
        *KIND_ICONS.values(),
        *SIDE_ICONS.values(),
        *SCENARIO_ICONS.values(),
        *PRIORITY_ICONS.values(),
        *(style.icon for styles in STATE_STYLES.values() for style in styles.values()),
    ]
)

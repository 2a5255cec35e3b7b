"""What this service does: its table of contents.

Because of others' events: `keep_directory` (people and clients), `tell` (who it concerns), `queue_for_webhooks` (clients'
tools), `queue_message` (mail a process asks for). Over HTTP: `read_notifications`, `change_webhooks`,
`change_preferences`. From the loops that send: `end_delivery`.
"""

"""What this service does: its table of contents.

Because of others' events: `update_directory` (accounts, people and clients), `notify` (whoever an event concerns),
`queue_for_webhooks` (clients' tools), `queue_mail` (mail a process asks for). Over HTTP: `read_notifications`,
`change_webhooks`, `change_preferences`. From the delivery loops: `record_attempt`.
"""

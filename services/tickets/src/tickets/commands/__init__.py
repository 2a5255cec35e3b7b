"""What can be done with a ticket: the table of contents of this service.

`open_ticket` reports something; `change_ticket` applies one of the decisions of `tickets.domain.decisions` to a ticket that
is there (assign, work, ask, answer, write, hold, resume, accept, reopen, reject, withdraw, prioritise); `resolve_ticket` says
until when the client may object; `import_history` brings what happened in another system; `open_task` and `cancel_task` do
what processes ask for; `keep_client_calendar` keeps when a client works.
"""

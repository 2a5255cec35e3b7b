"""What can be done with a ticket: the table of contents of this service.

`open_ticket` reports something; `change_ticket` applies one of the decisions of `tickets.domain.decisions` to a ticket that
is there (assign, work, ask, answer, write, hold, resume, resolve, accept, reopen, reject, withdraw, prioritise);
`import_history` brings what happened in another system.
"""

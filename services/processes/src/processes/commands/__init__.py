"""What can be done: the table of contents of this service.

`start_process` (or only draft it), `preview_process` (writes nothing), `change_process` applies one of the functions of the
domain to a process that is there (start a draft, cancel, give up, retry, skip, report findings, revise, settle),
`decide` is the client's word, `take_answer` is what other services answered, `let_time_pass` what the clock brings,
`publish_scenarios` makes the catalogue known.
"""

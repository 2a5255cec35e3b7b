"""What can be done: the table of contents of this service.

`start_process` starts or drafts a process. `change_process` applies one of the functions of the domain to an existing process
(start a draft, correct, cancel, give up, retry, skip, report findings, revise, settle). `decide` takes the client's vote,
`apply_answer` the answers of other services, `fire_timers` what falls due. `keep_model_price` and `keep_client` copy what
other services own. `publish_scenarios` makes the catalogue known.
"""

"""What can be done: the table of contents of this service.

`register_model`, `register_person`, `register_asset` bring what is there (again with the same key: they change it);
`request_asset` and `order_asset` begin what is not there yet; `move_asset` does every move, by hand only where the
decision it names allows it, which `remember_permits` keeps; `move_person` does one of a person; `return_holdings` takes
back all that somebody uses;
`accept_handover` is the receiver's word; `fulfil_request` does what a process asks, or refuses.
`save_asset` saves an asset and the hand-over record beside it, `bodies` and `holders` read what commands say.
"""

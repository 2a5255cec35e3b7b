"""What can be done: the table of contents of this service.

`register_model`, `register_person`, `register_asset` bring what is there (again with the same key: they change it);
`order_asset` begins what is not there yet; `move_asset` does one of the moves of `assets.domain.moving` and records the
hand-over it may be; `move_person` does one of `assets.domain.person`; `accept_handover` is the receiver's word;
`fulfil_request` does what a process asks, or refuses.
"""

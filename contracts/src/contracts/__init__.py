"""What the services say to each other. pydantic only: nothing here imports a service or the chassis.

One folder per owning service: `state.py` (public states), `events.py` (facts), `requests.py` (what others may ask of it
over the bus), `commands.py` (bodies of its HTTP commands). `vocabulary.py` has the words all of them share.
"""

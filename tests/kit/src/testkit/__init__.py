"""What tests of the workspace stand on: servers for a run, fixtures, users of the gateway's API, parallel runs.

The chassis is tested with a tiny service (`counter`) and one that follows it (`mirror`), on Kafka topics of their own
(`topics`) and through proxies that cut connections (`network_proxy`); `following` has both ends in one process. The tests
of every service take `keys`, journal `lines`, an application on a port (`serving`), and checks of `migrated` databases and
`stored` rows.
The root conftest.py loads the fixtures. Nothing starts before a test asks for it.
"""

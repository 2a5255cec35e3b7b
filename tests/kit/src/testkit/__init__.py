"""What tests of the workspace stand on: servers for a run, fixtures, users of the gateway's API, parallel runs.

The root conftest.py loads the fixtures. Nothing starts before a test asks for it.
"""

"""Processes in PostgreSQL."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec

from processes.domain.evolution import evolve
from processes.domain.process import Process
from processes.events import PROCESSES as PUBLICATION
from processes.storage.tables import process

PROCESSES = Repository(process, StateCodec(Process), PUBLICATION, evolve, "processes.not_found")

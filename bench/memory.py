"""Memory of the whole embedded platform with all services, and of each service."""

from installation.fleet import SERVICES

from bench.figures import Figure, judged
from bench.setting import Setting, memory_mib

WHOLE_MIB = 1.3 * 1024
SERVICE_MIB = 130


def memory(where: Setting) -> list[Figure]:
    """After the load of the other figures."""
    names = ("postgres", "kafka", "mail", *SERVICES)
    sizes = {name: sum(memory_mib(pid) for pid in where.pids(name)) for name in names}
    largest = max(sizes[name] for name in SERVICES)
    return [
        judged("memory of the whole platform", [sum(sizes.values()) / WHOLE_MIB], 1, "at most", **sizes),
        judged("memory of the largest service", [largest / SERVICE_MIB], 1, "at most", mib=largest),
    ]

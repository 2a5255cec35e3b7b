"""The release that created a data folder, recorded in it. Data of releases that recorded none are refused untouched.

Whether a later release can use the data is decided by the revisions of their databases (`installation.migrations`).
"""

from importlib.metadata import version

from embedded_platform.data_folder import DataFolder
from embedded_platform.errors import OperatorError

RELEASE = version("installation")


def check_release(folder: DataFolder) -> None:
    """Raises OperatorError, and touches nothing, if the data were made before releases were recorded."""
    if folder.postgres.exists() and not folder.release.exists():
        raise OperatorError(
            f"The data in {folder.path} were made by an older release of Opslayer, which this one cannot read: "
            "use that release, or set OPSLAYER_HOME to another folder."
        )


def record_release(folder: DataFolder) -> None:
    """Records this release in a folder that has no data yet."""
    if not folder.release.exists():
        folder.release.write_text(f"{RELEASE}\n")

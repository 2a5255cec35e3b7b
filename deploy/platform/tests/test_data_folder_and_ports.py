"""What an installation keeps on disk: one user at a time, secrets for their owner only, ports that stay."""

import socket
import stat
from pathlib import Path

import pytest
from embedded_platform.data_folder import SOCKET_NAME, SOCKET_PATH_LIMIT, DataFolder
from embedded_platform.databases import DatabaseServer
from embedded_platform.errors import OperatorError
from embedded_platform.kafka import new_cluster_id
from embedded_platform.kafka_jars import VERSION, kafka_jars
from embedded_platform.ports import Ports
from embedded_platform.progress import ProgressOutput
from installation.secret_files import SecretFiles


def test_a_folder_has_one_holder_at_a_time(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)

    with folder.try_lock() as first:
        held = folder.in_use()

    assert (first, held, folder.in_use()) == (True, True, False)


def test_a_socket_path_is_short_however_deep_the_folder_is(tmp_path: Path) -> None:
    deep = DataFolder(tmp_path / "a-long-name-of-a-folder" / "another-long-name-of-a-folder" / "and-one-more-of-them")

    assert len(str(deep.socket_folder() / SOCKET_NAME)) <= SOCKET_PATH_LIMIT


def test_secrets_stay_the_same_and_are_for_their_owner_only(tmp_path: Path) -> None:
    first = SecretFiles(tmp_path / "secrets")
    token, administrator = first.feed_token, first.administrator()

    again = SecretFiles(tmp_path / "secrets")

    assert (again.feed_token, again.administrator()) == (token, administrator)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "secrets").iterdir()} == {0o600}


def test_a_port_is_remembered(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").port("kafka")

    assert Ports(tmp_path / "ports.json").port("kafka") == port


def test_a_running_server_is_found_at_its_port_and_keeps_it(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").port("tickets")

    with socket.create_server(("127.0.0.1", port)):
        looked_up = Ports(tmp_path / "ports.json").remembered("tickets")

    assert looked_up == port
    assert Ports(tmp_path / "ports.json").remembered("assets") is None
    assert Ports(tmp_path / "ports.json").port("tickets") == port


def test_a_remembered_port_that_was_taken_is_replaced(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").port("kafka")

    with socket.create_server(("127.0.0.1", port)):
        replaced = Ports(tmp_path / "ports.json").port("kafka")

    assert replaced != port


def test_no_cluster_id_is_taken_for_an_option_of_a_command() -> None:
    made = {new_cluster_id() for _ in range(2000)}

    assert len(made) == 2000
    assert not [one for one in made if one.startswith("-")]


def test_roles_of_every_database_of_a_server_have_the_same_password() -> None:
    server = DatabaseServer("postgresql://owner:secret@/postgres?host=/run/here")

    one, other = server.urls("tickets_1", "tickets"), server.urls("tickets_2", "tickets")

    assert one.app_url.replace("tickets_1", "tickets_2") == other.app_url
    assert one.app_url.startswith("postgresql://tickets_app:")
    assert "secret" not in one.app_url


def test_kafka_whose_files_are_not_complete_is_told_before_java_starts(tmp_path: Path) -> None:
    (tmp_path / f"kafka-{VERSION}").mkdir()

    with pytest.raises(OperatorError, match="46 of Kafka's files are missing"):
        kafka_jars(ProgressOutput(), tmp_path)

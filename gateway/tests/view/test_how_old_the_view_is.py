"""The view says up to when it is complete, also when whoever brings it up to date has stopped."""

from datetime import timedelta

from chassis.database import Database
from gateway.view.projection import clear_view
from gateway.view.status import ViewStatus, read_view_status, record_age


async def fresh(database: Database) -> ViewStatus:
    async with database.system_transaction() as transaction:
        await transaction.execute("UPDATE view_status SET up_to_date_at = NULL, rebuilding_since = NULL")
    return await read_view_status(database)


async def test_a_view_that_begins_is_not_old(database: Database) -> None:
    assert (await fresh(database)).age == 0


async def test_a_view_grows_old_from_the_last_time_it_was_complete(database: Database) -> None:
    await fresh(database)
    await record_age(database, 30.0)
    await record_age(database, None)
    first = await read_view_status(database)
    later = await read_view_status(database)

    assert 30 <= first.age < 60
    assert later.age > first.age
    assert later.up_to_date_at == first.up_to_date_at


async def test_of_several_that_tell_the_best_informed_is_believed(database: Database) -> None:
    await fresh(database)
    await record_age(database, 1.0)
    await record_age(database, 60.0)

    assert (await read_view_status(database)).age < 30


async def test_a_view_is_rebuilt_when_it_was_complete_after_that_began(database: Database) -> None:
    await fresh(database)
    async with database.system_transaction() as transaction:
        await clear_view(transaction)
    await record_age(database, timedelta(hours=1).total_seconds())  # by somebody who has not heard of it yet
    meanwhile = await read_view_status(database)
    await record_age(database, 0.0)

    assert meanwhile.rebuilding_since is not None
    assert (await read_view_status(database)).rebuilding_since is None

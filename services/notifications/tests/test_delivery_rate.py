"""How fast mails go out: a mail server has limits, and a busy morning must not run into them."""

from notifications.timers.delivery_loop import rest_seconds


def test_a_full_round_is_followed_by_the_rest_of_its_time() -> None:
    assert rest_seconds(10, 20.0, 0.1) == 0.4


def test_a_slow_mail_server_is_not_waited_for_twice() -> None:
    assert rest_seconds(10, 20.0, 3.0) == 0.0


def test_without_a_limit_or_without_mails_nobody_rests() -> None:
    assert (rest_seconds(10, 0.0, 0.1), rest_seconds(0, 20.0, 0.1)) == (0.0, 0.0)

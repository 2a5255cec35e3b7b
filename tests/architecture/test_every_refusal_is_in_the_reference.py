"""The reference finds a refusal code in whichever way the code gives it."""

import ast

import pytest
from reference_generator.problems_page import refusal_codes

GIVEN = {
    "directly": 'Refusal("assets.gone", "invalid", move="end")',
    "by a name": 'GONE = "assets.gone"\nRefusal(GONE)',
    "by a name of this module": '_GONE = "assets.gone"\nRefusal(_GONE)',
    "by a name of another module": "Refusal(domain.ANOTHER)",
    "by a keyword": 'Repository(table, not_found="assets.gone")',
    "by a move": 'Move("sell", ("gone.sold",), ("client",), refusal="assets.gone")',
    "at the end": 'Repository(table, codec, publication, evolve, "assets.gone")',
    "by a parameter in brackets": 'Need[Asset]("assets.gone", lambda asset: True)',
    "by a class of its own": 'class Gone(Refusal): pass\nclass LongGone(Gone): pass\nLongGone("assets.gone")',
    "from a table": '_ENDS = {"sold": "assets.gone"}\napply_refusal(_ENDS[how])',
    "from a table or not": '_ENDS = {"sold": "tickets.closed"}\nproblem(_ENDS.get(how, "assets.gone"), 409)',
}
MACHINES = {
    "plain": 'StateMachine("assets", ())',
    "of a type": 'StateMachine[Asset]("assets", ())',
    "a class of its own": 'class Moves(StateMachine[Asset]): pass\nMoves("assets", ())',
}


def codes_of(text: str) -> set[str]:
    modules = {"here": ast.parse(text), "elsewhere": ast.parse('ANOTHER = "assets.gone"\n_GONE = "assets.other"')}
    return dict(refusal_codes(modules))["here"]


@pytest.mark.parametrize("text", GIVEN.values(), ids=GIVEN)
def test_a_code_is_found(text: str) -> None:
    assert codes_of(text) - {"tickets.closed"} == {"assets.gone"}


@pytest.mark.parametrize("text", MACHINES.values(), ids=MACHINES)
def test_the_codes_of_a_state_machine_are_found(text: str) -> None:
    assert codes_of(text) == {"assets.illegal_move", "assets.not_your_move"}


def test_what_is_no_refusal_is_left_out() -> None:
    assert codes_of('log.info("assets.gone")\n_GONE = "assets.gone"') == set()

"""Public ids."""

from contactcenter.realtime.public_ids import is_public_id, public_id


def test_a_new_id_can_be_written_in_a_command_line_and_a_selector() -> None:
    for _ in range(2_000):
        new = public_id()
        assert new[0].isalpha()
        assert is_public_id(new)


def test_no_two_are_the_same() -> None:
    assert len({public_id() for _ in range(2_000)}) == 2_000


def test_what_isnt_an_id_is_known_before_a_query() -> None:
    for text in ("", "a b", "a\x00", "a" * 65, "é", "a/b", "a\n"):
        assert not is_public_id(text)

"""What is suggested instead of a key that cannot be written where it is."""

import pytest

from commonweal.services.definitions.proof.checking import check_source


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        # `to`, `max_length` and `begin` are keys of other places, or near to some.
        ("  tasks:\n", "  route: [{to: bins}]\n  tasks:\n", "Remove it, or use one of: priority, team, when."),
        ("  tasks:\n", "  route: [{teem: bins}]\n  tasks:\n", "Did you mean 'team'?"),
        ("{value: sofa, ", "{value: sofa, max_length: 3, ", "Remove it, or use one of: hint, label, value."),
        ("{value: sofa, ", "{value: sofa, hnt: x, ", "Did you mean 'hint'?"),
        ('price: "', 'price:\n    unit: x\n    value: "', "Remove it, or use one of: reference, title, value."),
    ],
)
def test_only_keys_that_can_be_written_at_a_place_are_suggested_there(text, old, new, remedy):
    assert old in text
    (found,) = check_source(text.replace(old, new, 1)).errors
    assert (found.code, found.remedy) == ("unknown-key", remedy)

"""The generated messages are those of the published .proto files beside them."""

import re
from pathlib import Path

import pytest

from commonweal.blocks.rules.cel.protocol import checked_pb2, syntax_pb2

FIELD = re.compile(r"^ +(?:[\w.<>, ]+ )?(\w+) = (\d+)(?: \[.*\])?;$", re.MULTILINE)


def numbered(message):
    yield from ((field.name, field.number) for field in message.fields)
    for enum in message.enum_types:
        yield from ((value.name, value.number) for value in enum.values)
    for inner in message.nested_types:
        if not inner.GetOptions().map_entry:
            yield from numbered(inner)


@pytest.mark.parametrize("module", [syntax_pb2, checked_pb2])
def test_every_field_of_the_specification_has_its_number(module):
    source = Path(module.__file__).with_name(Path(module.DESCRIPTOR.name).name).read_text()
    written = [(name, int(number)) for name, number in FIELD.findall(source)]
    generated = [each for message in module.DESCRIPTOR.message_types_by_name.values() for each in numbered(message)]
    assert len(written) > 40
    assert sorted(generated) == sorted(written), "run make protocol"

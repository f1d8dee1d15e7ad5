"""The tree over links and over streams, against its definition in RFC 6962."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.audit.merkle import (
    Frontier,
    inclusion,
    leaf_hash,
    node_hash,
    root_by,
    root_of,
)


def by_definition(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962, section 2.1, defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    cut = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(by_definition(leaves[:cut]), by_definition(leaves[cut:]))


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def test_known_values_of_the_standard() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (
        leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_the_frontier_gives_the_root_of_the_definition_at_every_size() -> None:
    tree = Frontier()
    for size in range(1, 70):
        tree.append(leaves_of(size)[-1])
        assert tree.root() == by_definition(leaves_of(size))
        assert Frontier(tree.size, tree.peaks).root() == tree.root()


def test_every_leaf_of_every_size_has_a_path_to_the_root() -> None:
    for size in range(1, 40):
        leaves = leaves_of(size)
        root = root_of(leaves)
        for index in range(size):
            assert root_by(leaves[index], index, size, inclusion(leaves, index)) == root


@given(st.integers(2, 60), st.data())
def test_a_changed_leaf_index_size_or_path_leads_elsewhere(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    root = root_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(leaves, index)
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index))
    assert root_by(leaves[index], other, size, path) != root
    assert root_by(leaf_hash(b"other"), index, size, path) != root
    assert root_by(leaves[index], index, size, path[:-1]) != root
    assert root_by(leaves[index], index, size, [*path, path[0]]) != root
    spoilt = data.draw(st.integers(0, len(path) - 1))
    flipped = bytes([path[spoilt][0] ^ 1]) + path[spoilt][1:]
    assert (
        root_by(leaves[index], index, size, [*path[:spoilt], flipped, *path[spoilt + 1 :]]) != root
    )


def test_a_place_outside_the_tree_has_no_root() -> None:
    assert root_by(leaf_hash(b""), 3, 3, []) is None
    assert root_by(leaf_hash(b""), -1, 3, []) is None
    assert root_by(leaf_hash(b""), 0, 1, [leaf_hash(b"")]) is None

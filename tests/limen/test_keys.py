"""The keys of a node: made once, and each made anew by removing its file."""

from pathlib import Path

from limen.keys import public_keys, write_keys


def texts(folder: Path) -> dict[str, str]:
    return {setting: path.read_text() for setting, path in write_keys(folder).items()}


def test_keys_that_are_there_are_kept(tmp_path):
    assert texts(tmp_path) == texts(tmp_path)


def test_a_new_token_key_brings_its_public_half_and_touches_no_other_key(tmp_path):
    before = texts(tmp_path)
    (tmp_path / "token.jwk").unlink()
    after = texts(tmp_path)
    assert after["token_public_keys"].strip() == public_keys(after["token_key"])
    assert {name for name in before if before[name] != after[name]} == {"token_key", "token_public_keys"}


def test_lost_public_keys_are_made_from_the_token_key(tmp_path):
    before = texts(tmp_path)
    (tmp_path / "token.pub.jwks").unlink()
    assert texts(tmp_path) == before

"""The OpenAPI document is true: schemathesis finds no request whose reply it does not describe."""

from __future__ import annotations

import shutil

from assistant.bench_schema import hold


def test_no_request_has_a_reply_that_is_not_described(sample_home, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    found = hold(home, 2, tmp_path)
    assert found.failures == 0, found.output
    assert found.cases > 300

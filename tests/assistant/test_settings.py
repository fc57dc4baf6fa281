from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import check_exposure, default_home, load_settings
from ingest.errors import InputError


def test_settings_come_from_the_environment_and_overrides_go_before(monkeypatch):
    monkeypatch.setenv("KEIKAKU_PORT", "9000")
    monkeypatch.setenv("KEIKAKU_HOME", "/srv/index")
    assert load_settings().port == 9000
    assert load_settings(port=1234, host=None).port == 1234
    assert load_settings().home == Path("/srv/index")


def test_a_file_in_the_current_folder_is_read(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("KEIKAKU_PORT=9100\nOTHER=x\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings().port == 9100


def test_home_is_the_local_folder_where_there_is_one(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert default_home() != tmp_path / ".keikaku"
    (tmp_path / ".keikaku").mkdir()
    assert default_home() == tmp_path / ".keikaku"


def test_a_bad_value_is_named_but_not_shown(monkeypatch):
    monkeypatch.setenv("KEIKAKU_PORT", "eighty")
    monkeypatch.setenv("KEIKAKU_API_KEY", "hunter2")
    with pytest.raises(InputError) as caught:
        load_settings()
    assert "KEIKAKU_PORT" in str(caught.value) and "KEIKAKU_API_KEY" in str(caught.value)
    assert "eighty" not in str(caught.value) and "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["KEIKAKU_API_KEY", "KEIKAKU_SHOW_INTERNAL"])
def test_what_kept_others_out_in_earlier_versions_is_not_overlooked(monkeypatch, tmp_path, name):
    (tmp_path / ".env").write_text(f"{name}=0123456789abcdef\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=f"{name}: .*keikaku keys add"):
        load_settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_this_machine_alone_needs_no_key(host):
    check_exposure(load_settings(host=host), has_keys=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "plans.example.lg.jp", ""])
def test_other_machines_need_a_key_or_a_second_word(host):
    with pytest.raises(InputError, match="keikaku keys add"):
        check_exposure(load_settings(host=host), has_keys=False)
    check_exposure(load_settings(host=host), has_keys=True)
    check_exposure(load_settings(host=host, allow_anonymous=True), has_keys=False)

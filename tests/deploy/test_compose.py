"""The files of a real installation: whole, closed to outsiders, and about settings that exist."""

import ast
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.deploy.compose import (
    ROOT,
    VARIABLE,
    Compose,
    Service,
    compose,
    compose_document,
    compose_text,
    example_values,
)

READERS = ("env_str", "env_bool", "env_int", "env_list")
# Read by libraries, not by our settings.
OF_LIBRARIES = {"PROMETHEUS_MULTIPROC_DIR"}


@pytest.fixture(scope="module")
def read() -> Compose:
    return compose()


def _names_read() -> dict[str, set[str]]:
    """The environment names that our code reads, by the function that reads them."""
    names: dict[str, set[str]] = {reader: set() for reader in READERS}
    for path in (*ROOT.glob("cpd_portal/**/*.py"), ROOT / "deploy" / "gunicorn_conf.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in READERS and isinstance(node.args[0], ast.Constant):
                names[node.func.id].add(str(node.args[0].value))
    return names


def test_environment_of_the_portal_is_what_its_code_reads(read: Compose) -> None:
    names = _names_read()
    known = set().union(*names.values(), OF_LIBRARIES)
    known |= {f"{name}_FILE" for name in names["env_str"]}
    assert len(known) > 30
    for service in read.of_the_portal().values():
        assert service.environment.keys() - known == set()


def test_environment_of_the_portal_lacks_nothing_that_is_required(read: Compose) -> None:
    for service in read.of_the_portal().values():
        for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL"):
            assert {name, f"{name}_FILE"} & service.environment.keys(), name


def test_variables_of_compose_are_those_of_the_example() -> None:
    asked = {match[1] for match in VARIABLE.finditer(compose_text())}
    assert asked == example_values().keys()


@pytest.mark.parametrize("name", ["PORTAL_HOST", "PORTAL_VERSION", "ACME_EMAIL", "BACKUP_FOLDER"])
def test_variable_that_nobody_can_guess_has_to_be_set(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is not set"):
        compose_document({**example_values(), name: ""})


def test_unknown_key_of_a_service_is_refused() -> None:
    document = compose_document(example_values())
    document["services"]["web"]["healthchek"] = {}
    with pytest.raises(ValidationError, match="healthchek"):
        Compose.model_validate(document)


def test_what_a_service_names_is_defined(read: Compose) -> None:
    for service in read.services.values():
        assert set(service.secrets) <= read.secrets.keys()
        assert set(service.networks) <= read.networks.keys()
        assert service.depends_on.keys() <= read.services.keys()
        assert _secret_files(service) <= {f"/run/secrets/{name}" for name in service.secrets}
        for volume in service.volumes:
            _require_source(volume.split(":")[0], read)


def _secret_files(service: Service) -> set[str]:
    values = service.environment.values()
    return {value for value in values if value.startswith("/run/secrets/")}


def _require_source(source: str, read: Compose) -> None:
    if source.startswith("./"):
        assert (ROOT / source).exists(), source
    elif not source.startswith("/"):
        assert source in read.volumes


def test_waiting_for_health_is_waiting_for_something_that_has_a_check(read: Compose) -> None:
    for service in read.services.values():
        for name, told in service.depends_on.items():
            if told.condition == "service_healthy":
                assert read.services[name].healthcheck, name


def test_every_lasting_service_is_checked_logged_and_started_again(read: Compose) -> None:
    lasting = {name: s for name, s in read.services.items() if s.restart != "no"}
    assert {"proxy", "web", "worker", "beat", "postgres", "redis"} <= lasting.keys()
    for name, service in lasting.items():
        assert service.healthcheck, name
        assert service.logging.driver == "journald", name
    check = " ".join(lasting["web"].healthcheck.test if lasting["web"].healthcheck else [])
    assert "http://127.0.0.1:8000/healthz/live" in check
    assert "127.0.0.1" in lasting["web"].environment["ALLOWED_HOSTS"].split(",")


def test_only_the_proxy_is_reached_from_outside(read: Compose) -> None:
    open_ports = {
        name: [port for port in service.ports if not port.startswith("127.0.0.1:")]
        for name, service in read.services.items()
    }
    assert [name for name, ports in open_ports.items() if ports] == ["proxy"]
    for name in ("postgres", "redis"):
        assert read.services[name].networks == ["inside"]
    assert read.networks["inside"].internal


def test_only_jobs_get_the_owner_of_the_database(read: Compose) -> None:
    holders = {n for n, s in read.services.items() if "database_owner_url" in s.secrets}
    assert holders == {"migrate", "backup"}


def test_web_starts_after_the_migration(read: Compose) -> None:
    for name in ("web", "worker", "beat"):
        told = read.services[name].depends_on["migrate"].condition
        assert told == "service_completed_successfully"


def test_health_of_a_web_container_is_asked_without_redirect_to_https() -> None:
    production = (ROOT / "cpd_portal/settings/production.py").read_text(encoding="utf-8")
    assert 'SECURE_REDIRECT_EXEMPT = [r"^healthz/"' in production


def test_proxy_serves_no_inner_address_to_the_public() -> None:
    lines = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8").split("\n")
    words = [line.split("#")[0].split() for line in lines]
    inside = next(line for line in words if line[:2] == ["@inside", "path"])
    assert {"/metrics", "/metrics/*", "/healthz/ready"} <= set(inside)
    refused, passed = (
        words.index(["respond", "@inside", "404"]),
        words.index(["reverse_proxy", "{"]),
    )
    assert refused < passed


def test_proxy_gives_a_connection_back_before_the_web_server_ends_it() -> None:
    kept = _number(r"^\s*keepalive (\d+)s$", "deploy/Caddyfile")
    assert kept < _number(r"^keepalive = (\d+)$", "deploy/gunicorn_conf.py")


def _number(pattern: str, path: str) -> int:
    (found,) = re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    return int(found)


def test_logs_are_kept_for_ninety_days() -> None:
    assert "MaxRetentionSec=90day" in (ROOT / "deploy/journald.conf").read_text(encoding="utf-8")


def test_image_runs_as_nobody_special_with_locked_packages() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    last = text.split("\nFROM ")[-1]
    assert "\nUSER portal\n" in last
    assert "--require-hashes" in text
    assert "--uid 10001" in last


def test_image_holds_every_room_and_nothing_of_a_developer() -> None:
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert kept[0] == "*"
    for path in _packages():
        assert f"!{path}/" in kept, path
    for other in ("tests", "var", "benchmarks", "deploy/secrets", ".git", ".env"):
        assert f"!{other}" not in kept
        assert f"!{other}/" not in kept


def _packages() -> list[str]:
    """Our packages that an installation needs, and the folders they read."""
    apps = [path.parent.name for path in ROOT.glob("*/apps.py")]
    assert len(apps) >= 6
    return [*apps, "cpd_portal", "setup", "static", "templates"]


def test_words_of_the_image_name_files_that_are_there() -> None:
    for path in ("deploy/gunicorn_conf.py", "setup/build_assets.py", "requirements/base.txt"):
        assert Path(ROOT / path).exists()
        assert path in (ROOT / "Dockerfile").read_text(encoding="utf-8")

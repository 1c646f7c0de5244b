"""docker-compose.yml as typed values: what compose's schema allows of it, and no other key."""

import re
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")


def _duration(text: str) -> str:
    if not re.fullmatch(r"(\d+(us|ms|s|m|h))+", text):
        raise ValueError(f"{text!r} is no duration")
    return text


Duration = Annotated[str, AfterValidator(_duration)]
Command = str | list[str]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Condition(Part):
    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class HealthCheck(Part):
    test: list[str]
    interval: Duration
    timeout: Duration
    retries: int
    start_period: Duration | None = None


class Deploy(Part):
    replicas: int


class Logging(Part):
    driver: str
    options: dict[str, str]


class Service(Part):
    image: str
    build: str | None = None
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    logging: Logging
    security_opt: list[str]
    cap_drop: list[str] = []
    environment: dict[str, str] = {}
    secrets: list[str] = []
    volumes: list[str] = []
    networks: list[str]
    ports: list[str] = []
    depends_on: dict[str, Condition] = {}
    deploy: Deploy | None = None
    command: Command | None = None
    healthcheck: HealthCheck | None = None
    stop_grace_period: Duration | None = None
    shm_size: str | None = None
    profiles: list[str] = []
    tmpfs: list[str] = []


class Network(Part):
    internal: bool = False


class Volume(Part):
    pass


class Secret(Part):
    file: str


class Compose(Part):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    services: dict[str, Service]
    networks: dict[str, Network]
    volumes: dict[str, Volume]
    secrets: dict[str, Secret]

    def of_the_portal(self) -> dict[str, Service]:
        """The services that run our image."""
        return {
            name: service
            for name, service in self.services.items()
            if service.image.startswith("cpd-portal:")
        }


def compose_text() -> str:
    return (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def example_values() -> dict[str, str]:
    lines = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def compose_document(values: dict[str, str]) -> dict[str, Any]:
    """The document as compose reads it: variables filled into its texts, templates left out.

    Raises ValueError for a variable that has to be set and is not.
    """
    document = _filled(yaml.safe_load(compose_text()), values)
    for service in document["services"].values():
        if "deploy" in service:  # compose makes a number of it, as the schema says
            service["deploy"]["replicas"] = int(service["deploy"]["replicas"])
    return {key: value for key, value in document.items() if not key.startswith("x-")}


def _filled(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, values) for value in node]
    if isinstance(node, str):
        return VARIABLE.sub(partial(_value, values), node).replace("$$", "$")
    return node


def _value(values: dict[str, str], match: re.Match[str]) -> str:
    name, kind, word = match.groups()
    if values.get(name):
        return values[name]
    if kind == "?":
        raise ValueError(f"{name} is not set: {word}")
    return word or ""


def compose() -> Compose:
    return Compose.model_validate(compose_document(example_values()))

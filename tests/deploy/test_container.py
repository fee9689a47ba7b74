"""The image and the compose file agree with each other and with the program."""

import json
import re
import shlex

import pytest

from core.settings import Settings
from tests.deploy.files import DEPLOY, GRACE, LONGEST, NOT_OURS, PORT, ROOT, SETTINGS, USER, read, yaml


class Dockerfile:
    """The instructions of the last stage (and of all, for what holds for all)."""

    def __init__(self) -> None:
        joined = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", read("Dockerfile")))
        self.all = [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]
        last = max(number for number, (word, _) in enumerate(self.all) if word == "FROM")
        self.stage = self.all[last:]

    def of(self, word: str) -> list[str]:
        return [rest for name, rest in self.stage if name == word]

    @property
    def environment(self) -> dict[str, str]:
        return dict(part.split("=", 1) for rest in self.of("ENV") for part in shlex.split(rest))


@pytest.fixture(scope="module")
def docker() -> Dockerfile:
    return Dockerfile()


def test_the_image_runs_as_nobody_in_particular(docker: Dockerfile) -> None:
    assert docker.of("USER") == [f"{USER}:{USER}"]
    assert f"useradd --uid {USER}" in " ".join(docker.of("RUN"))


def test_the_image_takes_only_dependencies_pinned_by_hash() -> None:
    text = read("Dockerfile")
    assert "--require-hashes -r requirements/run.txt" in text
    assert "--no-deps --no-build-isolation ." in text
    for path in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", text):
        for part in path.split():
            assert (ROOT / part).exists(), part


def test_everything_the_image_copies_reaches_the_builder() -> None:
    ignore = read("Dockerfile.dockerignore").splitlines()
    let_through = {line[1:] for line in ignore if line.startswith("!")}
    copied = {
        part for path in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", read("Dockerfile")) for part in path.split()
    }
    assert "*" in ignore
    assert copied == let_through


def test_the_image_says_where_data_and_health_are(docker: Dockerfile) -> None:
    environment = docker.environment
    assert set(environment) - NOT_OURS <= SETTINGS
    assert environment["REELAY_DATA_DIR"] == "/data"
    assert environment["REELAY_HEALTH_PORT"] == str(PORT)
    assert str(PORT) in docker.of("EXPOSE")[0].split()
    assert str(Settings.model_fields["telegram_webhook_port"].default) in docker.of("EXPOSE")[0].split()


def test_the_health_check_is_python_that_asks_healthz(docker: Dockerfile) -> None:
    (check,) = docker.of("HEALTHCHECK")
    interpreter, flag, code = json.loads(check[check.index("CMD") + 3 :])
    assert (interpreter, flag) == ("python", "-c")
    compile(code, "health check", "exec")
    assert "/healthz" in code
    assert "timeout=" in code


def test_signals_reach_the_program_itself(docker: Dockerfile) -> None:
    assert json.loads(docker.of("ENTRYPOINT")[0]) == ["reelay"]
    assert json.loads(docker.of("CMD")[0]) == ["run"]
    assert docker.of("STOPSIGNAL") == ["SIGTERM"]


# compose


def test_compose_shuts_every_service_in() -> None:
    for service in yaml("compose.yaml")["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - a mount of its own


def test_compose_sets_only_what_exists_and_agrees_with_the_image(docker: Dockerfile) -> None:
    bot = yaml("compose.yaml")["services"]["bot"]
    assert set(bot["environment"]) <= SETTINGS
    for name, value in bot["environment"].items():
        assert docker.environment.get(name, value) == value
    assert bot["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert "data:/data" in bot["volumes"]
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()


def test_compose_gives_the_grace_time_and_then_some() -> None:
    bot = yaml("compose.yaml")["services"]["bot"]
    assert (
        bot["environment"]["REELAY_GRACE_SECONDS"]
        == str(GRACE)
        == f"{Settings.model_fields['reelay_grace_seconds'].default:g}"
    )
    assert bot["stop_grace_period"] == f"{LONGEST}s"


def test_the_bot_api_server_is_there_when_asked_for_and_shares_its_files() -> None:
    services = yaml("compose.yaml")["services"]
    api = services["bot-api"]
    assert api["profiles"] == ["bot-api"]
    assert api["user"] == f"{USER}:{USER}"
    (shared,) = api["volumes"]
    assert shared in services["bot"]["volumes"]
    assert f"--dir={shared.split(':')[1]}" in api["command"]
    port = next(part.split("=")[1] for part in api["command"] if part.startswith("--http-port"))
    comments = re.findall(r"(?m)^ +#   ([A-Z_]+)=(\S+)$", read("compose.yaml"))
    assert {name for name, _ in comments} == {
        "TELEGRAM_API_BASE_URL",
        "TELEGRAM_FILE_BASE_URL",
        "TELEGRAM_LOCAL_MODE",
    }
    assert {name for name, _ in comments} <= SETTINGS
    assert all(f"bot-api:{port}/" in value for name, value in comments if name.endswith("URL"))


def test_no_service_names_a_host_that_pages_are_served_from() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            assert not re.search(r"\b(docker\.io|ghcr\.io|quay\.io|pypi)\b", path.read_text("utf-8")), path

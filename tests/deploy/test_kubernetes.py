"""The Kubernetes manifests: one replica, shut in, with its settings, its secrets and its time."""

from typing import Any

from core.settings import Settings
from tests.deploy.files import DEPLOY, GRACE, LONGEST, PORT, SETTINGS, USER, yaml


def pod() -> Any:
    return yaml("kubernetes/deployment.yaml")["spec"]["template"]["spec"]


def container() -> Any:
    (only,) = pod()["containers"]
    return only


def test_one_replica_and_never_two_at_once() -> None:
    spec = yaml("kubernetes/deployment.yaml")["spec"]
    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}
    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]


def test_the_pod_is_shut_in() -> None:
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert pod()["securityContext"]["runAsUser"] == pod()["securityContext"]["fsGroup"] == USER
    assert pod()["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod()["automountServiceAccountToken"] is False
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_the_pod_has_its_settings_and_takes_secrets_from_a_secret() -> None:
    example = yaml("kubernetes/secret.example.yaml")
    wanted = {entry["name"]: entry for entry in container()["env"]}
    assert set(wanted) <= SETTINGS
    for name, entry in wanted.items():
        secret = "Secret" in str(Settings.model_fields[name.lower()].annotation)
        assert secret == ("valueFrom" in entry), name
        if secret:
            reference = entry["valueFrom"]["secretKeyRef"]
            assert reference["name"] == example["metadata"]["name"]
            assert reference["key"] in example["stringData"]
    assert set(example["stringData"].values()) == {""}


def test_what_is_no_secret_can_come_from_a_file_of_settings() -> None:
    (source,) = container()["envFrom"]
    assert source == {
        "configMapRef": {"name": yaml("kubernetes/deployment.yaml")["metadata"]["name"], "optional": True}
    }


def test_every_secret_setting_can_come_from_the_secret() -> None:
    secrets = {name.upper() for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)}
    assert secrets <= {entry["name"] for entry in container()["env"]}


def test_the_probes_ask_for_life_and_for_work() -> None:
    probes = {name: container()[f"{name}Probe"] for name in ("startup", "liveness", "readiness")}
    assert {name: probe["httpGet"]["path"] for name, probe in probes.items()} == {
        "startup": "/healthz",
        "liveness": "/healthz",
        "readiness": "/readyz",
    }
    ports = {port["name"]: port["containerPort"] for port in container()["ports"]}
    assert ports == {"health": PORT, "webhook": Settings.model_fields["telegram_webhook_port"].default}
    assert {probe["httpGet"]["port"] for probe in probes.values()} == {"health"}


def test_the_pod_is_given_its_grace_time() -> None:
    values = {entry["name"]: entry.get("value") for entry in container()["env"]}
    assert values["REELAY_GRACE_SECONDS"] == str(GRACE)
    assert pod()["terminationGracePeriodSeconds"] == LONGEST


def test_the_volume_is_the_data_folder() -> None:
    mounts = {mount["name"]: mount["mountPath"] for mount in container()["volumeMounts"]}
    values = {entry["name"]: entry.get("value") for entry in container()["env"]}
    assert mounts["data"] == values["REELAY_DATA_DIR"]
    claims = [volume["persistentVolumeClaim"]["claimName"] for volume in pod()["volumes"] if volume["name"] == "data"]
    assert claims == [yaml("kubernetes/volume.yaml")["metadata"]["name"]]


def test_the_service_leads_to_the_pod_also_while_it_is_not_ready() -> None:
    service = yaml("kubernetes/service.yaml")["spec"]
    assert service["selector"] == yaml("kubernetes/deployment.yaml")["spec"]["selector"]["matchLabels"]
    assert service["publishNotReadyAddresses"] is True
    assert {port["targetPort"] for port in service["ports"]} == {port["name"] for port in container()["ports"]}


def test_the_kustomization_names_files_that_are_there_and_no_secret() -> None:
    resources = yaml("kubernetes/kustomization.yaml")["resources"]
    assert all((DEPLOY / "kubernetes" / name).is_file() for name in resources)
    assert not any("secret" in name for name in resources)

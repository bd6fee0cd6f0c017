"""The workflows: valid, pinned, with no more rights than they need, and calling what exists."""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.cli import commands

yaml = pytest.importorskip("yaml", reason="PyYAML comes with transformers, and is no dependency of ours")
ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
each = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
SCHEMA = ("check-jsonschema", "--builtin-schema", "vendor.github-workflows")
AUDIT = ("zizmor", "--offline", "--quiet", "--pedantic")


def lint(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a linter of the environment that the tests run in."""
    found = shutil.which(program, path=sysconfig.get_path("scripts"))
    assert found, f"{program} is not installed: pip install -e '.[dev]'"
    return subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False)  # noqa: S603


def steps(path: Path) -> list[dict[str, Any]]:
    """The steps of all jobs."""
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def test_there_are_workflows():
    """An empty folder would pass every other test."""
    assert {path.stem for path in WORKFLOWS} == {"tests", "evaluation", "nightly"}


def test_the_workflows_pass_the_linters_of_make_lint():
    """Both run here as `make lint` runs them, without a network."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in (SCHEMA, AUDIT):
        assert f"$(BIN)/{' '.join(command)} .github/workflows" in makefile
        done = lint(*command, *WORKFLOWS)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        (SCHEMA, "runs-on:", "run-on:"),
        (AUDIT, "@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "@v5"),
        (AUDIT, "persist-credentials: false", "fetch-depth: 1"),
        (AUDIT, "permissions: {}", "permissions: write-all"),
        (AUDIT, "  pull_request:", "  pull_request_target:"),
        (AUDIT, "run: make test", "run: echo ${{ github.event.pull_request.title }}"),
    ],
)
def test_the_linters_see_what_they_are_for(tmp_path: Path, command: tuple[str, ...], old: str, new: str):
    """A planted fault fails: a linter that passes everything would go unnoticed."""
    text = next(p for p in WORKFLOWS if p.stem == "tests").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    planted = tmp_path / ".github" / "workflows" / "planted.yml"
    planted.write_text(text.replace(old, new), encoding="utf-8")
    assert lint(*command, planted).returncode != 0


@each
def test_make_targets_and_commands_exist(path: Path):
    """Every `make TARGET`, `rag-eval COMMAND` and script that a workflow runs is there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):(?!=)", makefile, re.MULTILINE))
    lines = "\n".join(step.get("run", "") for step in steps(path))
    named = re.findall(r"\bmake ((?:[a-z-]+ ?)+)", lines)
    assert {target for some in named for target in some.split()} <= targets
    asked = re.findall(r"\brag-eval ([a-z]+)((?:[^\n]|\\\n)*)", lines)
    assert {name for name, _ in asked} <= commands.commands.keys()
    for name, rest in asked:
        known = {o for parameter in commands.commands[name].params for o in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, name
    assert [s for s in re.findall(r"python3 (\S+)", lines) if not (ROOT / s).exists()] == []
    assert named or "echo" in lines


@each
def test_actions_are_pinned_by_commit_with_their_version(path: Path):
    """A tag can be moved to other code; a person and an updater read the comment. One action, one pin."""
    texts = [p.read_text(encoding="utf-8") for p in WORKFLOWS]
    pins = dict(re.findall(r"uses: (\S+)@(\S+)", "\n".join(texts)))
    for action, commit, version in re.findall(r"uses: (\S+)@(\S+)(.*)", path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[0-9a-f]{40}", commit), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", version), action
        assert pins[action] == commit


@each
def test_nothing_has_more_rights_than_it_says(path: Path):
    """No workflow has rights by default, runs unbounded, or gives a fork's code a token that writes."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    triggers = workflow[True]  # YAML 1.1 reads `on` so
    assert "pull_request_target" not in triggers
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"], name
        writes = {right for right, level in job["permissions"].items() if level != "read"}
        assert writes <= {"pull-requests"}, name
        if writes:
            ran = [s["run"] for s in job["steps"] if "run" in s]
            assert "head.repo.full_name == github.repository" in job["if"], name
            assert [line for line in ran if not line.startswith("python3 tools/ci/")] == []


def test_the_gate_fails_after_the_report_is_kept():
    """`make eval` may fail without ending its job; its outcome does, once summary and report are out."""
    path = next(p for p in WORKFLOWS if p.stem == "evaluation")
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    done = jobs["evaluate"]["steps"]
    (at,) = [n for n, step in enumerate(done) if step.get("run") == "make eval"]
    assert done[at]["continue-on-error"] is True
    assert any("upload-artifact" in step.get("uses", "") for step in done[at + 1 : -1])
    assert done[-1]["env"]["OUTCOME"] == f"${{{{ steps.{done[at]['id']}.outcome }}}}"
    assert done[-1]["run"] == 'test "$OUTCOME" = success'
    assert jobs["comment"]["needs"] == "evaluate"
    assert "!cancelled()" in jobs["comment"]["if"]


@pytest.fixture
def gates(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs `.ci/run` with a `make` that only says what it was called with, and fails for one target."""

    def run(fails: str) -> subprocess.CompletedProcess[str]:
        make = tmp_path / "make"
        make.write_text(f'#!/bin/sh\necho "made $1"\ntest "$1" != "{fails}"\n')
        make.chmod(0o755)
        command = [str(ROOT / ".ci" / "run")]
        path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=path)  # noqa: S603

    return run


GATES = ("setup", "lint", "ask", "test", "slow", "fuzz", "eval", "ragas", "ragas-test")
ALL = [f"made {target}" for target in GATES]


@pytest.mark.parametrize(
    ("fails", "code", "ran", "says"),
    [
        ("", 0, ALL, ""),
        ("lint", 1, ALL, ".ci/run: failed: make lint\n"),
        ("eval", 1, ALL, ".ci/run: failed: make eval\n"),
        ("setup", 1, ALL[:1], ".ci/run: failed: make setup\n"),
    ],
)
def test_ci_runs_every_gate_and_says_which_failed(
    gates: Callable[[str], subprocess.CompletedProcess[str]], fails: str, code: int, ran: list[str], says: str
):
    """One gate that fails keeps no other from being run; without an installation none can."""
    done = gates(fails)
    assert (done.returncode, done.stderr) == (code, says)
    assert [line for line in done.stdout.splitlines() if line.startswith("made")] == ran

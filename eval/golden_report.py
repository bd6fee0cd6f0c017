"""`rag-eval golden`: the figures of the golden questions as a table, with what went wrong."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

import click

from eval.answers import Outcome, ask_all, measure
from eval.golden import Material, load_golden
from serve.bootstrap import build_engine
from serve.settings import Settings
from serve.wire import answer_fields


def run(material: str, data_dir: Path | None, out: Path | None, failures: bool) -> None:
    """Asks, prints, and writes the answers where asked to."""
    engine = build_engine(Settings(data_dir=data_dir))
    outcomes = ask_all(engine, load_golden(cast(Material, material)))
    for name, value in asdict(measure(outcomes)).items():
        click.echo(f"{name:<22} {value:.3f}" if isinstance(value, float) else f"{name:<22} {value}")
    click.echo(by_kind(outcomes))
    if failures:
        click.echo("\n".join(_failure(o) for o in outcomes if not o.right))
    if out:
        rows = [{"id": o.question.id, **answer_fields(o.answer)} for o in outcomes]
        out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")


def by_kind(outcomes: Sequence[Outcome]) -> str:
    """A line a kind: questions, right sections, facts found, refused."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        kinds[o.question.kind].append(o)
    lines = [f"{'kind':<14} {'n':>3} {'section':>8} {'facts':>8} {'refused':>8}"]
    for kind, some in sorted(kinds.items()):
        facts = [f for o in some for f in o.facts]
        section = sum(o.section for o in some) / len(some)
        found = sum(facts) / len(facts) if facts else 0.0
        refused = sum(o.refused for o in some) / len(some)
        lines.append(f"{kind:<14} {len(some):>3} {section:>8.2f} {found:>8.2f} {refused:>8.2f}")
    return "\n".join(lines)


def _failure(o: Outcome) -> str:
    missing = [f[0] for f, found in zip(o.question.facts, o.facts, strict=True) if not found]
    place = o.answer.citations[0].section if o.answer.citations else ""
    return (
        f"\n## {o.question.id}: {o.question.question}\n"
        f"   section {'right' if o.section else 'WRONG'}: {place}\n   missing {missing}\n   {o.answer.text}"
    )

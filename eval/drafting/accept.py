"""`rag-eval accept`: a person's judgement on drafts."""

import json
from pathlib import Path

import click
from pydantic import ValidationError

from eval.drafting.files import Draft, move, read_drafts, write_lines
from eval.golden_file import said

HELP = "y accepts, n rejects, e edits, s leaves it for later, q ends; every judgement is kept at once."


def accept(drafts: Path, into: Path, review: bool) -> None:
    """Moves the drafts with `"accepted": true` into the golden file; with `review` asks for each first."""
    lines = read_drafts(drafts)
    before = len(lines)
    move([d for d in lines if d.accepted], drafts, into)
    if review:
        _review(drafts, into)
    left = read_drafts(drafts)
    open_ones = sum(not d.rejected for d in left)
    click.echo(f"{before - len(left)} accepted into {into}; {open_ones} not judged yet in {drafts}")


def _review(drafts: Path, into: Path) -> None:
    waiting = [d for d in read_drafts(drafts) if not d.rejected]
    click.echo(HELP)
    for number, proposed in enumerate(waiting, start=1):
        answer, draft = _judged(proposed, f"{number}/{len(waiting)}", drafts)
        if answer == "q":
            return
        if answer == "y":
            move([draft], drafts, into)
        elif answer == "n":
            _keep(draft.model_copy(update={"rejected": True}), drafts)


def _judged(draft: Draft, place: str, drafts: Path) -> tuple[str, Draft]:
    """What the person says of it, after as many edits as they like."""
    click.echo(f"\n{place}  {shown(draft)}")
    while (answer := _asked()) == "e":
        draft = _edited(draft)
        _keep(draft, drafts)
        click.echo(shown(draft))
    return answer, draft


def _asked() -> str:
    """One letter; the end of the input is the end of the review."""
    try:
        return str(click.prompt("accept", type=click.Choice(list("ynesq")), prompt_suffix="? "))
    except click.Abort:
        return "q"


def _keep(draft: Draft, drafts: Path) -> None:
    write_lines([draft if d.id == draft.id else d for d in read_drafts(drafts)], drafts)


def _edited(draft: Draft) -> Draft:
    """As the person's editor leaves it; what is no question is said, and the draft stays as it was."""
    text = json.dumps(draft.model_dump(mode="json", exclude_unset=True), ensure_ascii=False, indent=2)
    changed = click.edit(text + "\n", extension=".json")
    if changed is None:
        return draft
    try:
        found = Draft.model_validate_json(changed)
    except ValidationError as error:
        click.echo(f"not kept: {said(error)}", err=True)
        return draft
    return found.model_copy(update={"id": draft.id})


def shown(draft: Draft) -> str:
    """All that a person needs to judge it."""
    places = "; ".join(f"{s.document}: {s.section}" for s in draft.sections)
    rows = [
        ("in", places or "no section: it has no answer"),
        ("facts", "; ".join(" or ".join(f) for f in draft.facts)),
        ("answer", draft.reference),
    ]
    if draft.why:
        rows.append(("why", " ".join(f"{draft.why.get('rule')} {_quoted(draft.why.get('quote'))}".split())))
    title = click.style(draft.question, bold=True)
    return "\n".join([f"{title}  ({draft.kind})", *(f"  {name:<7}{text}" for name, text in rows if text)])


def _quoted(quote: object) -> str:
    return f"“{quote}”" if quote else ""

"""The gallery of messages: `python tools/slack/gallery.py [FOLDER]` writes JSON, pictures and an index."""

import io
import json
import shutil
import sys
from pathlib import Path

from messages import Shown, gallery
from render import page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "slack-gallery"
_HEAD = """# What the bot says

Every message and dialog of the [Slack bot](../slack.md), as Block Kit JSON and as a picture.
`make slack-gallery` makes them anew with the bot's own functions; the pictures are ours, not Slack's, so
fonts and distances differ.

"""


def write_json(folder: Path) -> list[Path]:
    """One file for each message."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for shown in gallery():
        path = folder / f"{shown.name}.json"
        path.write_text(json.dumps(shown.message, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def index() -> str:
    """The page that shows them all."""
    return _HEAD + "\n".join(_entry(shown) for shown in gallery())


def _entry(shown: Shown) -> str:
    title = f"## {shown.when[:1].upper()}{shown.when[1:]}"
    picture = f"![{shown.when}]({shown.name}.png)"
    return f"{title}\n\nSeen by {shown.seen_by}: [JSON]({shown.name}.json)\n\n{picture}\n"


def draw(folder: Path) -> None:
    """A picture of each, by Debian's chromium."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        tab = browser.new_page(viewport={"width": 760, "height": 400})
        for shown in gallery():
            tab.set_content(page(shown.message, shown.seen_by == "one person"))
            drawn = tab.locator("main").screenshot()
            few_colours = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(32)
            few_colours.save(folder / f"{shown.name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    write_json(target)
    (target / "README.md").write_text(index(), encoding="utf-8")
    draw(target)
    print(target)

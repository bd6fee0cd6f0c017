"""What axe (https://github.com/dequelabs/axe-core) has to say of the page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 A and AA, and what axe calls best practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def objections(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: each rule with the elements that break it."""
    # A button that has scrolled half under the bar is no smaller for that.
    page.evaluate("document.querySelectorAll('.bar, #ask').forEach((e) => (e.style.position = 'static'))")
    broken = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html']}" for rule in broken for node in rule["nodes"]]

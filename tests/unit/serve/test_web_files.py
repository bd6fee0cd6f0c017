"""What the page's files promise: nothing inline, nothing from elsewhere, no way for markup into the page."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "serve" / "web"
INDEX = (WEB / "index.html").read_text(encoding="utf-8")
SCRIPTS = sorted((WEB / "js").glob("*.js"))
STYLES = sorted((WEB / "css").glob("*.css"))
# Whatever makes elements or code of a text.
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\(|"
    r"new Function|srcdoc"
)


def test_nothing_is_inline():
    """Every script and style is a file, so that a content policy can forbid the others."""
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", INDEX) == []
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", INDEX))


@pytest.mark.parametrize("file", [WEB / "index.html", *SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere(file: Path):
    """No file names another host; the name of a namespace is no address."""
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//\w[\w.-]*\.\w+", re.sub(r"(?m)^\s*//.*$", "", text)) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_words_are_never_parsed(script: Path):
    """No script has a way to turn a text into elements or into code."""
    assert MARKUP.findall(script.read_text(encoding="utf-8")) == []


def test_every_file_is_used_and_there():
    """What the page and its scripts name exists, and no script or style is left over."""
    named = set(re.findall(r"/static/([\w./-]+)", INDEX))
    named |= {
        f"js/{name}" for s in SCRIPTS for name in re.findall(r'from "\./([\w.]+)"', s.read_text("utf-8"))
    }
    assert [name for name in sorted(named) if not (WEB / name).is_file()] == []
    assert {f"{p.parent.name}/{p.name}" for p in (*SCRIPTS, *STYLES)} <= named


def test_every_icon_is_drawn():
    """Each icon that is named has its drawing."""
    scripts = "".join(s.read_text(encoding="utf-8") for s in SCRIPTS)
    named = set(re.findall(r"icons\.svg#(\w+)", INDEX)) | set(re.findall(r'drawing: "(\w+)"', scripts))
    drawn = set(re.findall(r'<symbol id="(\w+)"', (WEB / "icons.svg").read_text(encoding="utf-8")))
    assert named
    assert named <= drawn

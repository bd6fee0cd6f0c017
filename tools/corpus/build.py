"""Builds the corpus files that are not written by hand: `python tools/corpus/build.py [FOLDER]`."""

import sys
from pathlib import Path

import pdf
import source
import word

HERE = Path(__file__).resolve().parent
TARGETS = (("evaluating-llms", ".docx", word.write), ("context-and-inference", ".pdf", pdf.write))


def build(folder: Path) -> list[Path]:
    """Writes every generated file into `folder`; the same sources give the same bytes."""
    written = []
    for name, suffix, write in TARGETS:
        blocks = source.read((HERE / f"{name}.md").read_text(encoding="utf-8"))
        target = folder / (name + suffix)
        target.write_bytes(write(blocks))
        written.append(target)
    return written


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "corpus"):
        print(path)

"""Examples of bodies, for the description of the interface."""

from typing import Any

CITATION: dict[str, Any] = {
    "number": 1,
    "document": "retrieval-and-grounding.md",
    "title": "Retrieval-augmented generation and hallucination",
    "section": "Retrieval-augmented generation and hallucination > What is RAG, and what does it solve?",
    "start": 364,
    "end": 433,
    "quote": "The answer is then grounded in sources that can be cited and checked.",
    "score": 0.8287,
    "page": None,
    "redacted": False,
}
ANSWER: dict[str, Any] = {
    "id": "6QpC1mXz9kq0tUeW3vYh2w",
    "question": "What is RAG?",
    "status": "answered",
    "text": "The answer is then grounded in sources that can be cited and checked. [1]",
    "sentences": [
        {"text": "The answer is then grounded in sources that can be cited and checked.", "citations": [1]}
    ],
    "citations": [CITATION],
    "timings_ms": {
        "process": 0.2,
        "embed": 6.6,
        "search": 1.3,
        "rerank": 240.1,
        "answer": 27.6,
        "total": 275.8,
    },
    "settings_hash": "02e51e1ffdae",
    "index_version": "v0001-76b8a66f",
    "reason": "",
    "notes": [],
    "dropped": [],
    "model": "",
    "tokens": {},
    "cost": 0.0,
    "steps": [],
    "calls": [],
    "guard": {"verdict": "allow", "decisions": [], "ms": 1.8},
    "suggestions": [],
}
HIT: dict[str, Any] = {
    "document": CITATION["document"],
    "section": CITATION["section"],
    "start": CITATION["start"],
    "end": CITATION["end"],
    "text": CITATION["quote"],
    "score": 0.8287,
    "stages": {"dense": {"rank": 1, "score": 0.71}, "rerank": {"rank": 1, "score": 0.8287}},
}
SEARCH: dict[str, Any] = {
    "question": "What is RAG?",
    "hits": [HIT],
    "timings_ms": {"process": 0.2, "embed": 6.6, "search": 1.3, "rerank": 240.1},
}
DOCUMENT: dict[str, Any] = {
    "id": "context-and-inference.pdf",
    "title": "Context and inference",
    "format": "pdf",
    "characters": 9120,
    "pages": 3,
    "language": "en",
    "created": "2026-01-05 10:00:00",
    "modified": None,
}

"""The code check: identifiers stand in the evidence as they are spelled."""

import pytest

from serve.support.identifiers import code_findings


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Call `fit()` first.", "First, fit is called."),
        ("Set max_tokens.", "Set `max_tokens` to 5."),
        ("Call torch.no_grad().", "Use torch.no_grad to save memory."),
        ("Use useState here.", "React.useState is used."),
        ("UseState is a hook.", "The hook useState."),
        ("Pass --verbose, please.", "With --verbose it talks."),
        ("Read /etc/hosts and config.yaml.", "The files are config.yaml and /etc/hosts."),
        ("It is e.g. fast and/or cheap, i.e. good.", "It works."),
        ("The word(s) differ.", "Words differ."),
    ],
)
def test_an_identifier_is_found_with_or_without_its_marks(claim: str, evidence: str):
    """Backticks and brackets are marks, a capital may begin a sentence, and abbreviations are prose."""
    assert not list(code_findings(claim, evidence))


@pytest.mark.parametrize(
    ("claim", "evidence", "spelled"),
    [
        ("Set max_tokens.", "Set max_token to 5.", "max_tokens"),
        ("Use `useMemo`.", "Use `useState`.", "useMemo"),
        ("Pass --quiet.", "Pass --verbose.", "--quiet"),
        ("Call np.mean().", "Call np.median().", "np.mean"),
        ("Call fit().", "Call fitted().", "fit"),
        ("Read /etc/hosts.", "Read /etc/passwd.", "/etc/hosts"),
        ("It is version 3.11.2 now.", "It is version 3.11.3 now.", "3.11.2"),
    ],
)
def test_another_identifier_is_named(claim: str, evidence: str, spelled: str):
    """Nearly the same is another."""
    details = [f.detail for f in code_findings(claim, evidence)]
    assert details == [f"`{spelled}` is not in the cited words"]

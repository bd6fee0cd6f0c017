"""What a text only mentions: the words in quotation marks or code marks are talked about, not said."""

import re

_QUOTED = re.compile(
    r"“[^“”\n]{3,300}”|«[^«»\n]{3,300}»|„[^„“”\n]{3,300}[“”]|`[^`\n]{3,300}`"
    r"|(?<!\w)\"[^\"\n]{3,300}\"(?!\w)|(?<!\w)'[^'\n]{3,300}'(?!\w)|‘[^‘’\n]{3,300}’(?!\w)"
)


def without_quotes(text: str) -> str:
    """The text with blanks in place of what is quoted: every position stays where it was."""
    return _QUOTED.sub(lambda m: m[0][0] + " " * (len(m[0]) - 2) + m[0][-1], text)

"""What a person is told: each thing once, where it first stands, in an editor's lines and columns."""

import re

MOST_FINDINGS = 200
RANK = {"deny": 0, "raise": 1, "warn": 2, "note": 3}
LINE_END = re.compile(r"\r\n|\r|\n")


class Findings:
    def __init__(self, code):
        self.lines = LINE_END.split(code)
        self.found = {}

    def find(self, severity, code, text, node, about=None):
        """`about` is what it is said of: of the same, it is said once."""
        place = (node.lineno, node.col_offset) if node is not None else None
        key = (code, text if about is None else about)
        known = self.found.get(key)
        if known is not None and (known[0] != severity or place is None or known[3] <= place):
            if RANK[known[0]] <= RANK[severity]:
                return
        self.found[key] = (severity, code, text, place)

    def has(self, code):
        return any(one[1] == code for one in self.found.values())

    def soften(self, code, severity):
        """Where something else makes this less sure than it was when it was said."""
        for key, (_, known, text, place) in self.found.items():
            if known == code:
                self.found[key] = (severity, known, text, place)

    def listed(self):
        """In the code's order. When there are too many, the least grave are left out."""
        ranked = sorted(self.found.values(), key=lambda one: RANK[one[0]])[:MOST_FINDINGS]
        ranked.sort(key=lambda one: one[3] or (1 << 30, 0))
        return [shown(severity, code, text, self.editor_place(place)) for severity, code, text, place in ranked]

    def editor_place(self, place):
        """A tree counts bytes of UTF-8 from 0; an editor counts UTF-16 units from 1."""
        if place is None:
            return None
        line, byte = place
        written = self.lines[line - 1] if line <= len(self.lines) else ""
        if not written.isascii():
            before = written.encode("utf-8")[:byte].decode("utf-8", "ignore")
            byte = len(before.encode("utf-16-le")) // 2
        return line, byte + 1


def shown(severity, code, text, place=None):
    finding = {"severity": severity, "code": code, "text": text}
    return finding if place is None else {**finding, "line": place[0], "column": place[1]}

"""Whether something of what people wrote stands where nothing of it may: every started server's log is held against the texts
that its test sent (server.py), at the end of each flow."""
import re

PIECE = 16  # characters in a row that are no accident
TEXTS_MAX, CHARACTERS_MAX = 1000, 2000
# Words and numbers that say something by themselves: names, places, telephone numbers.
TELLING = re.compile(r"\d{8,}|[^\W\d_]{9,}")


class Sent:
    """The texts of requests."""

    def __init__(self):
        self.texts = set()

    def note(self, body):
        """`body`: what is sent as JSON; its texts are noted wherever they stand."""
        if isinstance(body, list):
            for part in body:
                self.note(part)
        elif isinstance(body, dict):
            for name, part in body.items():
                if name == "text" and isinstance(part, str) and len(self.texts) < TEXTS_MAX:
                    self.texts.add(part[:CHARACTERS_MAX])
                self.note(part)

    def pieces(self):
        for text in self.texts:
            yield from (text[at:at + PIECE] for at in range(len(text) - PIECE + 1))
            yield from TELLING.findall(text)

    def found_in(self, log):
        """What of it stands in the lines of the log."""
        lines = "".join(log)
        there = {lines[at:at + PIECE] for at in range(len(lines) - PIECE + 1)}
        return sorted({piece for piece in self.pieces() if piece in there or (len(piece) != PIECE and piece in lines)})

"""Why a file is not kept, in words for whoever chose it."""

MEGABYTE = 1024 * 1024


class NotAccepted(ValueError):
    """The file cannot be kept. The message says why, and what would be accepted."""


MACROS = "The file has macros in it, which can carry viruses. Save it as a PDF and choose it again"
ACTIVE = "The file has a program or another file inside it. Save it as a plain PDF and choose it again"
LOCKED = (
    "The file is locked with a password, so it cannot be checked. Save it without one and choose it again"
)
BOMB = "The file unpacks to more than this service takes. Save it as a PDF and choose it again"
BROKEN = "The file is damaged and cannot be opened. Save it again, or as a PDF, and choose it again"
PIXELS = "The picture has more than 50 million dots. Make it smaller and choose it again"
VIRUS = "A virus was found in the file, so it was not kept. Do not open it, and tell your computer’s helpdesk"

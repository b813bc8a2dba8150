"""Photographs are drawn afresh: what is kept is the picture, without where, when and by whom it was taken.

OWASP ASVS 5.0: 5.2.2 (pictures written again), 5.2.6 (no flood of dots), 14.2.8 (metadata removed).
"""

import io
import warnings

from PIL import Image, ImageOps

from goldthread.ledger.files.refusing import BROKEN, PIXELS, NotAccepted

MOST_DOTS = 50_000_000  # what the cameras of telephones make; drawn in memory it is some 150 MB
_LONGEST_SIDE = 20_000
_QUALITY = 92
_TO_DRAW = {"JPEG": ("L", "RGB", "CMYK"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")}


def redrawn(content: bytes, kind: str) -> bytes:
    """The same picture the right way up, with its dots alone. `kind` is JPEG or PNG. Raises NotAccepted."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", Image.DecompressionBombWarning
            )  # the number of dots is looked at here
            with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
                return _drawn(opened, kind)
    except NotAccepted:
        raise
    except Image.DecompressionBombError as problem:
        raise NotAccepted(PIXELS) from problem
    except Exception as problem:
        raise NotAccepted(BROKEN) from problem


def _drawn(opened: Image.Image, kind: str) -> bytes:
    width, height = opened.size
    if width * height > MOST_DOTS or max(width, height) > _LONGEST_SIDE:
        raise NotAccepted(PIXELS)
    upright = ImageOps.exif_transpose(opened)
    plain = upright if upright.mode in _TO_DRAW[kind] else upright.convert("RGB")
    plain.load()
    plain.info = {name: value for name, value in plain.info.items() if name == "transparency"}
    kept = io.BytesIO()
    if kind == "JPEG":
        plain.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    else:
        plain.save(kept, "PNG")
    return kept.getvalue()

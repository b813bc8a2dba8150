"""Copies the front-end files into build/, without what only GOV.UK may use, and the font of documents."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
BUILD = ROOT / "build"
FONTS = ROOT / "build.fonts"  # apart: they stand in documents, and are not served

FILES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk/govuk-frontend.min.css",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk/govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
}
FONT = "@expo-google-fonts/source-sans-3"
CUTS = ("400Regular/SourceSans3_400Regular.ttf", "700Bold/SourceSans3_700Bold.ttf")
NOT_OURS = (
    re.compile(
        r"/\*! Copyright \(c\) 2011 by Margaret Calvert.*?\*/"
    ),  # the notice of the font taken out below
    re.compile(r"@font-face\{[^}]*\}"),
    re.compile(r"GDS Transport,"),
    re.compile(r"(background-image|-webkit-mask-image|mask-image):url\(/assets/images/govuk-crest\.svg\);"),
    re.compile(r"/[*/]# sourceMappingURL=\S+( \*/)?"),
)
LEFT_OVER = ("GDS Transport", "/assets/", "crest.svg")


def build() -> None:
    """Make them afresh. Fails if a new version of the front end brings back what is not ours to use."""
    fresh = BUILD.with_name("build.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, target in FILES.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        for pattern in NOT_OURS:
            text = pattern.sub("", text)
        left = [word for word in LEFT_OVER if word in text]
        if left:
            raise SystemExit(f"{source} still has {', '.join(left)}: add a pattern to NOT_OURS")
        (fresh / target).parent.mkdir(parents=True, exist_ok=True)
        (fresh / target).write_text(text, encoding="utf-8")
    shutil.rmtree(BUILD, ignore_errors=True)
    fresh.rename(BUILD)
    FONTS.mkdir(exist_ok=True)
    for cut in CUTS:
        shutil.copyfile(MODULES / FONT / cut, FONTS / Path(cut).name)


if __name__ == "__main__":
    build()

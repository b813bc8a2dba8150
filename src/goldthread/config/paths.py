"""Where things lie in a checkout."""

from pathlib import Path

from goldthread.config import env

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]
ASSETS = ROOT / "build"
FONTS = ROOT / "build.fonts"
NODE_MODULES = ROOT / "node_modules"
VAR = Path(env.text("GOLDTHREAD_VAR") or ROOT / "var").resolve()
STATIC = VAR / "static"
UPLOADS = VAR / "uploads"

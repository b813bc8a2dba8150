"""Nothing is longer than a reader can hold in mind. A bar that pinches is a question about the design."""

from tests.rules.repository import at, files, functions, lines, python_files, there_are_none, tree

FILE = 400
FUNCTION = 40
TEMPLATE = 150
TEMPLATE_SUFFIXES = {".jinja", ".html", ".txt"}


def test_python_files_are_short() -> None:
    there_are_none([at(path) for path in python_files() if lines(path) > FILE])


def test_functions_are_short() -> None:
    too_long = [
        f"{at(path, function.lineno)} {function.name}"
        for path in python_files()
        for function in functions(tree(path))
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION
    ]
    there_are_none(too_long)


def test_templates_are_short() -> None:
    templates = [path for path in files() if "templates" in path.parts and path.suffix in TEMPLATE_SUFFIXES]
    there_are_none([at(path) for path in templates if lines(path) > TEMPLATE])

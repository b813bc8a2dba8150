"""The tags of languages that are named in English."""

# Language tags, so that a screen reader or a PDF speaks a translation in its own voice.
_TAGS = {
    "albanian": "sq",
    "amharic": "am",
    "arabic": "ar",
    "bengali": "bn",
    "bulgarian": "bg",
    "chinese": "zh",
    "czech": "cs",
    "dari": "prs",
    "farsi": "fa",
    "french": "fr",
    "german": "de",
    "gujarati": "gu",
    "hungarian": "hu",
    "italian": "it",
    "kurdish": "ku",
    "latvian": "lv",
    "lithuanian": "lt",
    "pashto": "ps",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "russian": "ru",
    "slovak": "sk",
    "somali": "so",
    "spanish": "es",
    "tamil": "ta",
    "tigrinya": "ti",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
    "welsh": "cy",
}


def language_tag(language: str) -> str:
    """The tag of a language that is named in English; empty for one that we do not know."""
    return _TAGS.get(language.strip().casefold(), "")

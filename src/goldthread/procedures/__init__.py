"""Procedures as data: pure Python that reads packs and answers what must happen, by when, by whom and why."""

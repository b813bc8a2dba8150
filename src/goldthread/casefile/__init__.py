"""The worker's pages over any record: worklist, child page, chronology, entries, search."""

"""Assessment: of need and of harm, visits, what agencies contribute, and plans for children in need."""

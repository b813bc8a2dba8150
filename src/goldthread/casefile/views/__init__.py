"""The casefile's pages, one module for each part."""

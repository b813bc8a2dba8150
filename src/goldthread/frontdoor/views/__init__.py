"""The front door's pages, one module for each part."""

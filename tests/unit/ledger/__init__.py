"""Unit tests of the record's lowest parts."""

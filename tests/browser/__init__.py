"""The service as people see it, in Chromium."""

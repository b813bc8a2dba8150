"""What is asked of the record and what leaves it: requests for information, redaction, consent."""

"""What leaves: letters and e-mails as signed entries, each handed over exactly once."""

"""Taking out of a record what is not for the person who asked for it: found, decided, checked, built."""

"""What must hold while things break: two people at once, parts killed, disks full, a backup brought back."""

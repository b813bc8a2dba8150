"""Every duty of every case at once: the same answers as `fold` and `duties`, in compiled code."""

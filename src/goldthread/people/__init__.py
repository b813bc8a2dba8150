"""Who a subject is: dated facts that entries state, and how people are found."""

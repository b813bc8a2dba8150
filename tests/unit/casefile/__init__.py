"""What the casefile works out without a database."""

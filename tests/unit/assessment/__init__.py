"""What assessments lack, without a database."""

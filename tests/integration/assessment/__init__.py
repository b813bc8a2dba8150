"""Assessments, visits and plans for children in need, through their pages."""

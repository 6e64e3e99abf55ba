"""Courses, occasions and coaches in the admin."""

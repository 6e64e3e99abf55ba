"""Addresses of what people do with courses, occasions and coaches; pages have theirs from the tree."""

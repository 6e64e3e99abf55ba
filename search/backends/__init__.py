"""The engines behind Wagtail's search interface: SQLite, PostgreSQL, Elasticsearch."""

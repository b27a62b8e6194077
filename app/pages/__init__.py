"""What several blueprints draw: a service's page, its registers, the month grid (architecture.md)."""

"""What people fill in: fields that read what they type, and one class for each noun (architecture.md)."""

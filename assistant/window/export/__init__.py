"""Conversations as files to take away: one neutral form, and a writer for each format."""

"""Conversations and ratings of each user in a database, whose schema is brought up to date by itself."""

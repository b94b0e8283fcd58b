"""Quotes: whether a document says them, word for word; seals and annotations."""

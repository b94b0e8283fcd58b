"""Works: which documents are renditions of one, how two differ, and what several carry word for word."""

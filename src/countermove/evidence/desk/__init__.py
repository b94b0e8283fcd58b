"""The desk: a folder that keeps documents whole, with what was found out about each."""

"""Questions asked of a conflict, answered as data: no prose is made here."""

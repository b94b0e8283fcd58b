"""Results for people: sentences, tables and JSON made from data. The only place that writes prose."""

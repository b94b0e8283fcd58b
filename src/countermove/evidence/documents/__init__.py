"""Documents: their text, words, sentences, passages and furniture, from text files, pages and PDFs."""

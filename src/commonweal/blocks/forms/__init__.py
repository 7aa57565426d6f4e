"""Forms: questions, pages and answers, and the files that people send with them."""

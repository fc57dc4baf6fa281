"""What a question asks: its kind, whom and which years it is about, and the terms that evidence must hold."""

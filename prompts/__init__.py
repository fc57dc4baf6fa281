"""What a language model is told: one file a prompt, in Japanese and English; text that imports nothing."""

"""The reference desk: from a question to an answer whose every sentence is a checked quote."""

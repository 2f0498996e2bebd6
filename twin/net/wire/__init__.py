"""The wire: bytes of a conversation as a capture shows them, made only when somebody exports them."""

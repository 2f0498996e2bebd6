"""What exporters share: conversations with addresses, and the identities that monitors give them."""

"""The network: who is on it, who may talk to whom, who sees it; blind to what the messages mean."""

"""Self-service flows (IVR): documents, node verbs, sessions and the runner that performs them."""

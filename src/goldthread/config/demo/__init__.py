"""The demonstration: invented people, and contacts in every state, made by the service itself."""

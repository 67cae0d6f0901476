"""The team hears what schools did, and schools read by when the team answers."""

"""Single sign-on by OpenID Connect: the way to the provider and back, and whom it lets in."""

"""My account: who I am here, where I am signed in, and what was tried on my account."""

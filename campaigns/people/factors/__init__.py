"""The second step of signing in: an authenticator app, passkeys and recovery codes.

allauth.mfa checks and keeps them; what differs here is around it.
"""

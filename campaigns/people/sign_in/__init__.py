"""Signing in and passwords: allauth, with what it does differently here."""

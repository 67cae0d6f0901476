"""Who is in the team, and how they get in: django-allauth does the work of sign-in.

A team page's guard is in campaigns/access/team.py.
"""

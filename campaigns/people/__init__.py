"""Sign-in: django-allauth does the work; here stand our words, limits and addresses around it.

A team page's guard is in campaigns/access/team.py.
"""

"""The pages of the plans, as the site answers them."""

from advice.library import library

PLANS_OF_THE_SITE = library().plans
EVERY = list(PLANS_OF_THE_SITE.every())

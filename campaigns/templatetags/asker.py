"""Who asked for a talk, in a sentence of the team's pages: the school, or the name of a place."""

from django import template

from campaigns.places.guests import in_the_middle, state_in_words

register = template.Library()
register.filter("asker", in_the_middle)
register.filter("state_of", state_in_words)

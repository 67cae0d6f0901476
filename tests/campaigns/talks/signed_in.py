"""Who is signed in to the queue."""

from tests.factories import make_member


def sign_in(client, role, name="Bo Kerr", **fields):
    member = make_member(role=role, name=name, **fields)
    client.force_login(member.user)
    return member

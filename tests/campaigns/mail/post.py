"""A mail server on loopback that keeps what it gets, or refuses it."""

import email
import email.policy

from aiosmtpd.controller import Controller

from tests.processes import free_port


class Post:
    """`answer` is what it says to a letter. Its handlers may be replaced by a test."""

    def __init__(self, answer="250 OK"):
        self.answer = answer
        self.kept = []
        self.senders = []

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.kept.append((envelope.rcpt_tos, message))
            self.senders.append(envelope.mail_from)
        return self.answer


def says(answer):
    """A handler that answers so, whatever it is asked."""

    async def handle(*asked):
        return answer

    return handle


def start_post(settings, answer="250 OK", **options):
    """The server and its controller, which the caller stops."""
    post = Post(answer)
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    return post, controller

"""A site with a fault: no request ends, and each keeps a thread busy."""


def application(environ, start_response):
    while True:
        pass

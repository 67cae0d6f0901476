"""What a page of the form says while it is typed."""


def type_on(client, address, step, typed, **more):
    return client.post(f"{address}{step}/typing/", typed, **more)


def value(page, name):
    return page.context["form"][name].value()

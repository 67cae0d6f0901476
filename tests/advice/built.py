from advice.build import BuiltPage


def pages(*texts):
    return [
        BuiltPage("/" if not number else f"/page-{number}/", text.encode())
        for number, text in enumerate(texts)
    ]


def current(folder):
    return (folder / "current").read_text().split()[0]

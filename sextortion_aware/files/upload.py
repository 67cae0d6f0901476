"""An uploaded file stays in memory and never goes to a disk: it may hold names.

One that is too large is refused before it is read.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

ROOM_FOR_FORM = 100_000  # the other fields and the boundaries between them


class InMemory(FileUploadHandler):
    went_over = False

    def __init__(self, request: HttpRequest, *, largest: int) -> None:
        super().__init__(request)
        self.largest = largest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.largest:
            self.content, self.went_over = BytesIO(), True
            raise SkipFile  # the rest is read off the line and not kept
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
        )


def says_too_much(request: HttpRequest, *, largest: int) -> bool:
    """By what the browser says it is about to send. No more than that is ever read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not (length.isascii() and length.isdigit()) or int(length) > largest + ROOM_FOR_FORM


def went_over(request: HttpRequest) -> bool:
    return any(
        isinstance(handler, InMemory) and handler.went_over for handler in request.upload_handlers
    )

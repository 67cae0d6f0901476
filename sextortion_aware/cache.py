from django.utils.crypto import salted_hmac


def hashed_key(key: str, prefix: str, version: int) -> str:
    """Cache keys tell who tried what from where; the table that holds them must not."""
    return salted_hmac("cache key", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()

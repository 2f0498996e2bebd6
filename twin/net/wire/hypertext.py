"""HTTP messages of an exact size: a header field or a body takes up what is left.

Sources: RFC 9112 (message format, Content-Length); RFC 9110 (status codes); RFC 7617 (basic authentication); RFC 3986
(paths); RFC 8259 (the bodies are JSON).
"""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

from twin.net.wire.filler import letters
from twin.net.wire.said import Said

REASONS = {
    200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently", 302: "Found", 304: "Not Modified",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    454: "Session Not Found", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
}  # fmt: skip
NO_BODY = (204, 304)


def code_of(status: str) -> int:
    """Status code of a record's status."""
    return int(status) if status.isdigit() and len(status) == 3 else 200 if status in ("", "ok") else 400


def path_of(about: str) -> str:
    """What a record is about as a path without its first slash; what no path may hold is escaped."""
    return quote(about.lstrip("/"), safe="/?=&%:;,.+~@!$'()*-_", errors="replace")


def basic(user: str) -> str:
    """The header field of basic authentication; the password is not on record, so it is empty."""
    return f"Authorization: Basic {b64encode(f'{user}:'.encode()).decode()}\r\n" if user else ""


def filled_header(head: str, field: str, said: Said, side: str, size: int) -> bytes:
    """*head* (start line and fields) closed by *field*, whose value makes the message *size* bytes, or the least."""
    start = f"{head}{field}: ".encode("latin-1", "replace")
    return start + letters(said.flow, side, max(1, size - len(start) - 4)) + b"\r\n\r\n"


def filled_body(head: str, known: str, said: Said, side: str, size: int) -> bytes:
    """*head* with a JSON object that begins with the members *known* and is filled up to *size* bytes, or the least."""
    start, closing = f'{{{known}"data":"'.encode("latin-1", "replace"), b'"}'
    fields = f"{head}Content-Type: application/json\r\nContent-Length: ".encode("latin-1", "replace")
    least = len(start) + len(closing)
    body = max(least, size - len(fields) - 4 - 1)
    while len(str(body)) + len(fields) + 4 + body > max(size, least) and body > least:
        body -= 1
    digits = max(len(str(body)), size - len(fields) - 4 - body)
    filler = letters(said.flow, side, body - least)
    return fields + str(body).rjust(digits).encode() + b"\r\n\r\n" + start + filler + closing


def number(value: float | None) -> str:
    """The member of a JSON object that carries *value*, if there is one."""
    return "" if value is None else f'"value":{value!r},'

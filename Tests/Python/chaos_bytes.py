"""HTTP/1.1 as bytes: whether a body ended as its framing promised is the question here, which clients hide."""
import asyncio
import dataclasses
import json
import urllib.parse


@dataclasses.dataclass
class Answer:
    status: int = 0
    headers: dict = dataclasses.field(default_factory=dict)
    body: bytes = b""
    is_whole: bool = False

    def json(self):
        return json.loads(self.body)


async def ask(method, url, body=None, headers=None, stays=None):
    """With `stays` the client leaves after so many bytes of the body. Raises ConnectionError where no head came."""
    place = urllib.parse.urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        data = b"" if body is None else json.dumps(body).encode()
        head = {"host": place.netloc, "content-type": "application/json", "content-length": str(len(data)), **(headers or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"{method} {place.path} HTTP/1.1\r\n{lines}\r\n".encode() + data)
        await writer.drain()
        answer = await _head(reader)
        try:
            async for piece in _body(reader, answer):
                answer.body += piece
                if stays is not None and len(answer.body) > stays:
                    return answer
            answer.is_whole = True
        except asyncio.IncompleteReadError as cut:
            answer.body += cut.partial
        except ConnectionError:
            pass
        return answer
    finally:
        writer.close()


async def _head(reader):
    try:
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError as cut:
        raise ConnectionError("the connection ended within the head") from cut
    headers = dict(line.split(": ", 1) for line in lines if line)
    return Answer(int(status.split()[1]), {name.lower(): value for name, value in headers.items()})


async def _body(reader, answer):
    if "content-length" in answer.headers:
        yield await reader.readexactly(int(answer.headers["content-length"]))
        return
    while size := int(await _line(reader), 16):
        yield await reader.readexactly(size)
        await _line(reader)
    while await _line(reader):
        pass


async def _line(reader):
    try:
        return (await reader.readuntil(b"\r\n"))[:-2]
    except asyncio.IncompleteReadError as cut:
        # No part of the body.
        raise ConnectionError from cut

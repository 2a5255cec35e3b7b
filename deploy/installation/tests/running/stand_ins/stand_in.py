"""A service that only answers: the supervisor's tests run it in place of each real one, for its speed."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answer(BaseHTTPRequestHandler):
    """Is ready, and tells counts."""

    def do_GET(self) -> None:
        body = json.dumps({"ready": True, "counts": {"tickets": 3, "assets": 2}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def main() -> None:
    address = (os.environ["OPSLAYER_HOST"], int(os.environ["OPSLAYER_PORT"]))
    ThreadingHTTPServer(address, Answer).serve_forever()


if __name__ == "__main__":
    main()

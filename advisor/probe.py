"""`python -m advisor.probe [PORT]`: does the server on this machine answer? For health checks of containers.

In: a port (8000 if none is given) and ADVISOR_HOSTS, whose first name the request carries, since the server refuses any
other. Out: exit status 0, or 1 and one line. Loads neither settings nor Django, so that asking often costs little.
"""

import http.client
import os
import sys

DEFAULT_PORT = 8000
SECONDS = 4.0


def host(hosts: str) -> str:
    """The name to ask under.

    >>> host(" advisor.example, other.example"), host(".advisor.example"), host("*"), host("")
    ('advisor.example', 'advisor.example', 'localhost', 'localhost')
    """
    first = hosts.split(",")[0].strip().lstrip(".")
    return first if first not in {"", "*"} else "localhost"


def fault(port: int) -> str | None:
    """What is wrong with the server at a port of this machine, by IPv4 or IPv6, or None."""
    faults = [_fault(address, port) for address in ("127.0.0.1", "::1")]
    return None if None in faults else faults[0]


def _fault(address: str, port: int) -> str | None:
    connection = http.client.HTTPConnection(address, port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": host(os.environ.get("ADVISOR_HOSTS", ""))})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"No answer on port {port}: {error}"
    finally:
        connection.close()
    return None if status == 200 else f"The server on port {port} answered {status}."


def main(arguments: list[str]) -> int:
    faults = fault(int(arguments[0]) if arguments else DEFAULT_PORT)
    if faults:
        print(faults, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

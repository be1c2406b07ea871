"""Which stated versions belong to which line of versions.

In: versions as people write them. Out: yes or no. Must not know: what is known of a version.
"""


def plain_version(stated: str) -> str:
    """A version without what people put before it.

    >>> plain_version(" v24.1 ")
    '24.1'
    """
    return stated.strip().removeprefix("v")


def of_line(line: str, stated: str) -> bool:
    """Whether a stated version is of a line of versions.

    >>> of_line("5", "5.3.0"), of_line("5", "v5"), of_line("5", "50.1")
    (True, True, False)
    """
    stated = plain_version(stated)
    return stated == line or stated.startswith(f"{line}.")


def differ(one: str, other: str) -> bool:
    """Whether two stated versions cannot be the same one: neither is a shorter way to write the other.

    >>> differ("24", "v24.18.0"), differ("5.3.0", "5.2.1"), differ("2", "24")
    (False, True, True)
    """
    return not of_line(plain_version(one), other) and not of_line(plain_version(other), one)

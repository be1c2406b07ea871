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


def below(stated: str, fixed: str) -> bool:
    """Whether a stated version comes before another: where it is written shorter, only if what it says is enough.

    >>> below("24.20.1", "24.22.1"), below("v24.9", "24.22.1"), below("24", "24.22.1"), below("24.22.1", "24.22.1")
    (True, True, False, False)
    """
    one, other = (_numbers(plain_version(version)) for version in (stated, fixed))
    return one < other[: len(one)]


def _numbers(version: str) -> list[int]:
    """The numbers of a version as far as there are any: not those of a pre-release.

    >>> _numbers("5.0.0-beta.1"), _numbers("lts")
    ([5, 0, 0], [])
    """
    numbers = []
    for part in version.split("-", 1)[0].split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return numbers


def differ(one: str, other: str) -> bool:
    """Whether two stated versions cannot be the same one: neither is a shorter way to write the other.

    >>> differ("24", "v24.18.0"), differ("5.3.0", "5.2.1"), differ("2", "24")
    (False, True, True)
    """
    return not of_line(plain_version(one), other) and not of_line(plain_version(other), one)

"""What a strictly read YAML file is: plain values, the place of each, the problems met on the way.

In: nothing; `yaml_reader` fills it. Out: where a path stands, and problems that point there. Must not know: YAML,
what the values are for.
"""

from dataclasses import dataclass, field

from advisor.checklist.errors import Problem

Path = tuple[str | int, ...]
Values = object
"""What a file holds: str, int, float, bool, or lists and dicts of them."""


@dataclass(frozen=True, slots=True)
class Place:
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a file. `keys` and `values` map a path such as ("services", 0, "name") to where it stands."""

    file: str
    value: Values = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    doubtful: frozenset[Path] = frozenset()
    """Paths whose value could not be read for sure: already reported, not to be judged again."""

    @property
    def unreadable(self) -> bool:
        return self.value is None

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value (or the key) of a path stands; of its nearest parent that is in the file if it is not."""
        if key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return Place(1, 1)

    def problem(self, path: Path, message: str, remedy: str, *, key: bool = False) -> Problem:
        place = self.place(path, key=key)
        return Problem(self.file, place.line, place.column, message, remedy)

    def doubted(self, path: Path) -> bool:
        return any(path[:length] in self.doubtful for length in range(len(path) + 1))

    def at(self, path: Path) -> Values:
        """The value of a path; None if there is none."""
        value = self.value
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            else:
                value = value[part] if isinstance(value, list) and isinstance(part, int) else None
        return value

    def mapping(self, path: Path) -> dict[str, Values]:
        """The mapping at a path; empty if there is something else or nothing."""
        value = self.at(path)
        return value if isinstance(value, dict) else {}

    def entries(self, path: Path) -> list[Path]:
        """The paths of the entries of the list at a path; none if there is something else or nothing."""
        value = self.at(path)
        return [(*path, index) for index in range(len(value))] if isinstance(value, list) else []

    def text(self, path: Path) -> str | None:
        """The text at a path, without spaces around it; None if there is none, or if it is in doubt."""
        value = self.at(path)
        return value.strip() if isinstance(value, str) and not self.doubted(path) else None

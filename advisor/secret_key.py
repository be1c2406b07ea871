"""The key that Django signs with.

In: the environment, the data folder. Out: a key, the same at every start. Must not know: settings, what is signed.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from advisor.environment import env_secret


def secret_key(data: Path) -> str:
    """The key from the environment, else the one made at the first start and kept beside the database."""
    given = env_secret("ADVISOR_SECRET_KEY", "ADVISOR_SECRET_KEY_FILE")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("ADVISOR_SECRET_KEY: write at least 32 characters.")
        return given
    path = data / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        made = secrets.token_urlsafe(48)
        try:
            data.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())  # half a key after a power cut would be no key
        except FileExistsError:  # another process was first
            return path.read_text()
        except OSError as error:
            path.unlink(missing_ok=True)  # an empty one would be no key
            raise ImproperlyConfigured(
                f"The secret key cannot be written into {data} ({error.strerror}). Make room, or:  ./run --data FOLDER"
            ) from error
        return made

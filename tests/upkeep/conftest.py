"""A demonstration folder as the tests of the verbs have it, and a PostgreSQL server as those of the migrations."""

from tests.cli.conftest import demonstration, folder, run  # noqa: F401 – fixtures
from tests.migrations.conftest import postgresql  # noqa: F401 – a fixture

"""The name and version that the built-in coder signs its codings with."""

from importlib.metadata import PackageNotFoundError, version

CODER_NAME = "whowhom"
try:
    VERSION = version("whowhom")
except PackageNotFoundError:  # run from a source folder that was never installed
    VERSION = "0+unknown"

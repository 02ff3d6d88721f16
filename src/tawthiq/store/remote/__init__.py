"""Triple stores that run elsewhere: a build is loaded into them over HTTP, and compared with them."""

from __future__ import annotations

from tawthiq.store.remote.credentials import Credentials
from tawthiq.store.remote.endpoint import Endpoint, connect
from tawthiq.store.remote.engines import ENGINES
from tawthiq.store.remote.loading import Loaded, Loading
from tawthiq.store.remote.state import LoadState

__all__ = ["ENGINES", "Credentials", "Endpoint", "LoadState", "Loaded", "Loading", "connect"]

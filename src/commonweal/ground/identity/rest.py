"""The HTTP API of identity: one's own account and all that is held of oneself."""

from ninja import Router

router = Router()

"""Background work of forms, loaded with the capability so that every worker knows it."""

from commonweal.blocks.forms.actions.delete_upload import delete_expired
from commonweal.blocks.forms.actions.scan_upload import scan_upload_later

__all__ = ["delete_expired", "scan_upload_later"]

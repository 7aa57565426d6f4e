"""Background work of forms, loaded with the capability so that every worker knows it."""

from commonweal.blocks.forms.actions.delete_upload import delete_expired
from commonweal.blocks.forms.actions.scan_upload import scan_unscanned, scan_upload_later
from commonweal.blocks.forms.actions.seal_uploads import seal_earlier_uploads

__all__ = ["delete_expired", "scan_unscanned", "scan_upload_later", "seal_earlier_uploads"]

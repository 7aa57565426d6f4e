"""What the desk keeps for itself: the filters that somebody saved under a name."""

import uuid

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A view of an organisation's queue that a person comes back to; `query` is the page's query string in order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey("ground_organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "organisation", "name"], name="one_saved_filter")]

    def __str__(self) -> str:
        return self.name

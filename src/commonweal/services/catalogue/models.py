"""Entries of the catalogue and their headings."""

from django.db import models


class CatalogueEntry(models.Model):
    """A service in lists. `online` ones are published here; the others are described only ("information").

    `key` is "organisation/service", or "lgsl/123" for one that a service list names. One that is described only is
    `covered` while a service that is online has its number: then that one is shown instead."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=141, unique=True)
    organisation = models.ForeignKey(
        "ground_organisations.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    title = models.JSONField()
    summary = models.JSONField(default=dict)
    synonyms = models.JSONField(default=list)
    online = models.BooleanField(default=True)
    covered = models.BooleanField(default=False)
    lgsl = models.PositiveIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["online", "key"], name="catalogue_online")]

    def __str__(self) -> str:
        return self.key


class EntryHeading(models.Model):
    """The link between an entry and a topic or life event of the place."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="headings")
    kind = models.CharField(max_length=12, choices=[("topic", "Topic"), ("life_event", "Life event")])
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "entry"], name="one_heading")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

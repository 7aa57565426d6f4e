"""Areas with their boundaries, and the gazetteer of addresses and postcodes."""

from django.db import models


class Area(models.Model):
    """A named part of the place. `key` is a path that names its parents: `eastmere/north`. Geometry is GeoJSON (WGS 84)
    with its bounding box, so that a point is tested against few polygons."""

    key = models.CharField(max_length=120, primary_key=True)
    name = models.JSONField()
    kind = models.CharField(max_length=40, db_index=True)
    code = models.CharField(max_length=40, blank=True, db_index=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    geometry = models.JSONField(null=True, blank=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["west", "east", "south", "north"], name="area_box")]

    def __str__(self) -> str:
        return self.key


class GazetteerEntry(models.Model):
    """An address (`lines` not empty) or a bare postcode, with its point and the area in which it lies.

    `postcode` is kept without spaces, in capitals."""

    id = models.BigAutoField(primary_key=True)
    uprn = models.CharField(max_length=20, blank=True, db_index=True)
    lines = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=12, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postcode", "lines"], name="one_entry_an_address"),
        ]
        ordering = ["postcode", "lines"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.lines, self.town, self.postcode]))

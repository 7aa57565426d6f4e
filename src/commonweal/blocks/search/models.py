"""What can be found, the words that occur in it, and which words mean the same."""

from typing import ClassVar

from django.db import models
from modelsearch import index
from modelsearch.queryset import SearchableQuerySetMixin


class EntryQuerySet(SearchableQuerySetMixin, models.QuerySet["SearchEntry"]):  # type: ignore[misc]  # untyped library
    """Adds `.search()`."""


class SearchEntry(index.Indexed, models.Model):  # type: ignore[misc]  # untyped library
    """One thing that can be found, in one language. `ref` is its typed id: "service:eastmere-council/missed-bin"."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    href = models.CharField(max_length=400)
    organisation = models.CharField(max_length=36, blank=True)
    weight = models.FloatField(default=1.0)
    # What is searched: stems, so that every database finds the same forms of a word.
    title_stems = models.TextField(blank=True)
    keyword_stems = models.TextField(blank=True)
    heading_stems = models.TextField(blank=True)
    word_stems = models.TextField(blank=True)
    objects = EntryQuerySet.as_manager()

    # The block writes the index itself, in the transaction of the change; the library would queue a task for it, too.
    search_auto_update: ClassVar = False
    search_fields: ClassVar = [
        index.SearchField("title_stems", boost=8),
        index.SearchField("keyword_stems", boost=6),
        index.SearchField("heading_stems"),
        index.SearchField("word_stems"),
        index.FilterField("kind"),
        index.FilterField("language"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "language"], name="one_entry_a_language")]
        indexes = [models.Index(fields=["language", "kind"], name="search_kind")]

    def __str__(self) -> str:
        return f"{self.ref} ({self.language})"


class Word(models.Model):
    """A word that occurs in what can be found; typing mistakes are mended towards these."""

    word = models.CharField(max_length=60)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_word")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """In this place people say `word` when they mean `means`."""

    word = models.CharField(max_length=60)
    means = models.CharField(max_length=60)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word", "means"], name="one_synonym")]

    def __str__(self) -> str:
        return f"{self.word} = {self.means}"

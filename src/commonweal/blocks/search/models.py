"""What can be found, the words that occur in it, and which words mean the same."""

from django.db import models


class SearchEntry(models.Model):
    """One thing that can be found, in one language. `ref` is its typed id: "service:eastmere-council/missed-bin".

    `weight` ranks it among equal matches; `title_stems` are the stems of its title, in order."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    href = models.CharField(max_length=400)
    organisation = models.CharField(max_length=36, blank=True)
    weight = models.FloatField(default=1.0)
    title_stems = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "language"], name="one_entry_a_language")]
        indexes = [models.Index(fields=["language", "kind"], name="search_kind")]

    def __str__(self) -> str:
        return f"{self.ref} ({self.language})"


class Stem(models.Model):
    """An entry has a word with this stem, with a weight by where it occurs (title, headings, text)."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="stems")
    language = models.CharField(max_length=10)
    stem = models.CharField(max_length=70)
    worth = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "stem"], name="one_stem_an_entry")]
        indexes = [models.Index(fields=["language", "stem"], name="search_stem")]

    def __str__(self) -> str:
        return f"{self.stem} ({self.language})"


class Word(models.Model):
    """A word that occurs in what can be found; typing mistakes are corrected to these."""

    word = models.CharField(max_length=60)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_word")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """A synonym of this place: people say `word` when they mean `means`."""

    word = models.CharField(max_length=60)
    means = models.CharField(max_length=60)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word", "means"], name="one_synonym")]

    def __str__(self) -> str:
        return f"{self.word} = {self.means}"

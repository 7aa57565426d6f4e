"""The verb that sets which words mean the same in this place."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from commonweal.blocks.search.models import Synonym
from commonweal.blocks.search.tokens import words_of
from commonweal.kernel.acting import Acting, is_system, require


@transaction.atomic
def set_synonyms(*, language: str, synonyms: Mapping[str, Sequence[str]], acting: Acting) -> int:
    """Replace the synonyms of a language (everyday word -> official word); returns how many pairs there are now."""
    require(is_system, acting)
    pairs = {
        (" ".join(words_of(word)), " ".join(words_of(meaning)))
        for word, meanings in synonyms.items()
        for meaning in meanings
    }
    Synonym.objects.filter(language=language).delete()
    Synonym.objects.bulk_create([Synonym(language=language, word=word, means=means) for word, means in sorted(pairs)])
    return len(pairs)

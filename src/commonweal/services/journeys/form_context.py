"""The context of a form within a journey: its language and day, the gazetteer of the place, the stored files."""

from functools import partial

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.services.journeys.drafts import Open


def form_context(journey: Open) -> forms.FormContext:
    """What cleaning and showing the answers of this journey needs to know."""
    return forms.FormContext(
        language=journey.row.language,
        on=clock.today(),
        evaluate_for=journey.evaluate_for,
        evaluate_beside=journey.evaluate_beside,
        gazetteer=forms.place_gazetteer(),
        upload=partial(forms.upload_facts, owner=journey.row.owner),
        known=journey.known,
    )

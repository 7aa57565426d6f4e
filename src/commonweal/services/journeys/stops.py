"""Draws the stops of a journey: its pages of questions, the check page, and where it cannot go on."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.blocks.forms import api as forms
from commonweal.kernel.definition import Step, StepState
from commonweal.kernel.problems import NotFound
from commonweal.services.journeys.brand import brand
from commonweal.services.journeys.drafts import Open
from commonweal.services.journeys.elsewhere import elsewhere
from commonweal.services.journeys.flow import AREA, CHECK, ELIGIBILITY
from commonweal.services.journeys.form_context import form_context
from commonweal.web.addresses import address


def address_of(journey: Open, step: Step | None) -> str:
    """The address of a step of a journey; the check page where all steps are done."""
    if step is None:
        return address("journeys:step", journey.row.pk, "form", "check")
    return address("journeys:step", journey.row.pk, step.section, step.part or "page")


def show(
    request: HttpRequest,
    journey: Open,
    name: str,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, tuple[str, ...]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a stop, by the name of its step; a redirect to the next step where the journey has no such step."""
    found = journey.flow
    here = found.step(name)
    if here is None:
        return redirect(address_of(journey, found.next))
    before = found.before(name)
    number, total = found.position(name)
    brand(request, str(journey.row.organisation_id))
    context: dict[str, object] = {
        "journey": journey.row,
        "service": journey.service,
        "number": number,
        "total": total,
        "back": address_of(journey, before) if before else _service_page(journey),
        "here": here,
        "errors": errors or {},
        "from_check": request.GET.get("from") == "check",
        "moved": bool(journey.row.moved_from),
    }
    if name == CHECK:
        groups = forms.summary(journey.form, journey.data.answers, form_context(journey))
        return render(request, "journeys/check.html", {**context, "groups": groups}, status=status)
    if here.section == AREA:
        return render(request, "journeys/elsewhere.html", {**context, **elsewhere(journey)}, status=status)
    if here.section == ELIGIBILITY:
        assert found.assessment is not None  # the flow stops here because of it
        decided = [one for one in found.assessment.criteria if one.holds is False]
        return render(request, "journeys/stopped.html", {**context, "criteria": decided}, status=status)
    if here.section != "form":
        return _show_own(request, journey, here, context, status)
    view = forms.page_view(
        journey.form,
        here.part,
        journey.data.answers,
        form_context(journey),
        typed=typed,
        errors=errors,
        unfinished=journey.data.unfinished,
    )
    template = "journeys/exit.html" if here.state is StepState.STOPPED else "journeys/page.html"
    return render(request, template, {**context, "view": view}, status=status)


def _show_own(request: HttpRequest, journey: Open, here: Step, context: dict[str, object], status: int) -> HttpResponse:
    """A stop that its block draws."""
    section = journey.service.sections[here.section]
    if section.page is None:
        raise NotFound("This step has no page.")
    drawn = section.page(
        journey.service.content(here.section), journey.state, journey.evaluate_for(journey.data.answers), here.part
    )
    return render(request, drawn.template, {**context, **drawn.context}, status=status)


def _service_page(journey: Open) -> str:
    organisation, _, service = journey.row.service.partition("/")
    return address("portal:service", organisation, service)

"""What must hold for every mutant: `check` finds what is wrong with it, or it is applied and walked to its end."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.definition import Finding
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import FolderRefused, apply_place
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.place_files.folder import read_folder
from tests.mutations.browser import Broken, Browser, raised, undone
from tests.mutations.courses import UNFINISHED, Asker, Course, Courses, explore
from tests.mutations.mutants import Mutant, examples_in, files
from tests.mutations.resident import apply
from tests.mutations.staff import Work
from tests.mutations.town import Town, run_queue

# What no message for people says.
RAW = (
    *("object at 0x", "<class '", "Traceback", "pydantic", "NoneType", "dict_keys("),
    *("Input should", "Value error", "<block ", "<scalar>", "[{'", "does not have the form"),
)
PLACE_FILE = "place.yaml"


@dataclass
class Verdict:
    """What came of a mutant. `faults` are what must not be; `notes` what somebody may want to know."""

    refused: bool = False
    walked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Effort:
    """How much is tried: answers of a form, other ends that are walked, steps of a case, and pages beside the way."""

    tries: int = 40
    ends: int = 0
    steps: int = 2
    beside: bool = False


def judge(town: Town, mutant: Mutant, effort: Effort) -> Verdict:
    """Check the mutant among the files of its place, apply it where it passes, and walk what it changed."""
    verdict = Verdict()
    with tempfile.TemporaryDirectory() as folder, undone():
        _write(Path(folder), mutant)
        try:
            changed = _applied(Path(folder), verdict)
            for key in changed:
                _walk(town, key, mutant, effort, verdict)
        except Broken as broken:
            verdict.faults.append(str(broken))
    return verdict


def _write(folder: Path, mutant: Mutant) -> None:
    """The mutant with the place's own document and, where it is an organisation or the place, with services."""
    kept = {PLACE_FILE: files()[PLACE_FILE]}
    if not mutant.file.startswith("services/"):
        name = "eastmere-together" if mutant.file == PLACE_FILE else Path(mutant.file).stem
        kept |= {file: text for file, text in files().items() if file.startswith(f"services/{name}/")}
        kept = {file: text for file, text in kept.items() if "council-tax" not in file}
    for file, text in {**kept, mutant.file: mutant.text}.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _applied(folder: Path, verdict: Verdict) -> list[str]:
    """The keys of the services that the folder changes. Raises Broken where it neither is refused nor applies."""
    try:
        plan, findings = apply_place(read=read_folder(folder), acting=SYSTEM)
        run_queue()
    except FolderRefused as refused:
        verdict.refused = True
        verdict.faults += faults_of(refused.findings)
        return []
    except Broken:
        raise
    except Exception as error:
        raise Broken(f"check or apply raises {raised(error)}") from error
    verdict.faults += faults_of(findings)
    verdict.notes += [finding.code for finding in findings]
    changed = [step.key for step in plan.steps if step.kind == "service" and step.action != "unchanged"]
    return changed or [step.key for step in plan.steps if step.kind == "service"][:1]


def faults_of(findings: Iterable[Finding]) -> list[str]:
    """What findings lack: a file, a line, words, a remedy, or plain words."""
    faults = []
    for finding in findings:
        said = f"{finding.code}: {finding.message} / {finding.remedy}"
        if not (finding.file and finding.line and finding.message.strip() and finding.remedy.strip()):
            faults.append(f"a finding lacks something: {finding}")
        if any(raw in said for raw in RAW):
            faults.append(f"a finding says what only programmers read: {said[:300]}")
    return faults


def _walk(town: Town, key: str, mutant: Mutant, effort: Effort, verdict: Verdict) -> None:
    service = definitions.published(key)
    dice = Random(mutant.seed)
    language = dice.choice(("en", "cy"))
    as_guest = service.base.for_guests and dice.random() < 0.5
    asker = Asker(service, {} if as_guest else town.known, clock.today(), town.addresses)
    try:
        given = [forms.from_example(asker.form, each) for each in examples_in(mutant.file)]
        courses = explore(asker, given, dice, effort.tries)
    except Exception as error:
        raise Broken(f"trying answers raises {raised(error)}") from error
    verdict.faults += _without_witness(service, courses)
    others = [course for end, course in courses.by_end.items() if course is not courses.sent]
    chosen = [course for course in (courses.sent, *others[: effort.ends]) if course is not None]
    if not chosen:
        (town.guest if as_guest else town.applicant)(language).page(f"/services/{key}")
    for course in chosen:
        with undone():
            _walk_course(town, service, course, (town.guest if as_guest else town.applicant)(language), effort, verdict)


def _without_witness(service: CompiledService, courses: Courses) -> list[str]:
    """Questions that take no answer, and a form that nobody can finish."""
    faults = [f"nobody can answer '{key}'" for key in courses.unanswerable]
    faults += [f"after every page something is left: {end}" for end in courses.by_end if end.startswith(UNFINISHED)]
    if service.content("form") and not courses.by_end and not courses.unanswerable:
        faults.append(f"no answers go through the form: {dict(courses.refused)}")
    return faults


def _walk_course(
    town: Town, service: CompiledService, course: Course, browser: Browser, effort: Effort, verdict: Verdict
) -> None:
    applied = apply(browser, service, course)
    verdict.walked.append(course.end if applied.online else "offline")
    run_queue()
    if browser.who == "resident" and applied.online and effort.beside:
        browser.page("/dashboard/")
    section = service.content("case")
    if not applied.case or section is None:
        return
    staff = town.staff(service.organisation, set(section.roles))
    work = Work(
        section,
        applied.case,
        staff,
        browser if browser.who == "resident" else None,
        run_queue,
        effort.steps,
        effort.beside,
    )
    if effort.beside:
        work.look_around()
    work.go_on()
    verdict.walked += sorted(work.taken)
    verdict.notes += [f"nobody can go on in '{state}'" for state in sorted(work.stuck)]

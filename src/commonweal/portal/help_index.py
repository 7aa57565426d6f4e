"""The pages of help, and the words by which the search finds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from commonweal.blocks.search import api as search
from commonweal.kernel.text import Text

# Below what can be used, above organisations.
WEIGHT = 0.7


@dataclass(frozen=True)
class HelpPage:
    """A page of help: its title and summary for lists, and the words that people search for."""

    title: Text
    summary: Text
    keywords: Mapping[str, Sequence[str]]


HELP: dict[str, HelpPage] = {
    "how-it-works": HelpPage(
        {"en": "How it works", "cy": "Sut mae’n gweithio"},
        {
            "en": "How to apply, save a draft, sign in and follow what you sent.",
            "cy": "Sut i wneud cais, cadw drafft, mewngofnodi a dilyn yr hyn a anfonoch.",
        },
        {
            "en": [
                "sign in",
                "log in",
                "account",
                "password",
                "save a draft",
                "reference number",
                "track my application",
            ],
            "cy": ["mewngofnodi", "cyfrif", "cyfrinair", "cadw drafft", "cyfeirnod", "dilyn fy nghais"],
        },
    ),
    "your-data": HelpPage(
        {"en": "Your data", "cy": "Eich data"},
        {
            "en": "What is kept about you, who sees it, and how to have it corrected or deleted.",
            "cy": "Beth sy’n cael ei gadw amdanoch, pwy sy’n ei weld, a sut i’w gywiro neu ei ddileu.",
        },
        {
            "en": ["privacy", "personal data", "data protection", "GDPR", "cookies", "delete my account"],
            "cy": ["preifatrwydd", "data personol", "diogelu data", "GDPR", "cwcis", "dileu fy nghyfrif"],
        },
    ),
    "accessibility": HelpPage(
        {"en": "Accessibility", "cy": "Hygyrchedd"},
        {
            "en": "How this site works with a keyboard or a screen reader, and where it does not yet.",
            "cy": "Sut mae’r wefan hon yn gweithio gyda bysellfwrdd neu ddarllenydd sgrin, a lle nad yw eto.",
        },
        {
            "en": ["screen reader", "keyboard", "large print", "disabled", "disability", "accessible"],
            "cy": ["darllenydd sgrin", "bysellfwrdd", "print bras", "anabl", "anabledd", "hygyrch"],
        },
    ),
    "contact": HelpPage(
        {"en": "Contact", "cy": "Cysylltu"},
        {
            "en": "People who help you by phone or face to face.",
            "cy": "Pobl sy’n eich helpu dros y ffôn neu wyneb yn wyneb.",
        },
        {
            "en": [
                "contact us",
                "phone number",
                "telephone",
                "call",
                "email address",
                "opening hours",
                "speak to a person",
                "complaint",
                "feedback",
            ],
            "cy": [
                "cysylltu â ni",
                "rhif ffôn",
                "ffonio",
                "galw",
                "cyfeiriad e-bost",
                "oriau agor",
                "siarad â rhywun",
                "cwyn",
                "adborth",
            ],
        },
    ),
}


@search.fills
def list_help() -> None:
    """Let the pages of help be found."""
    for name, page in HELP.items():
        search.put_entry(
            search.Document(
                kind="help",
                ref=f"help:{name}",
                href=reverse("portal:help-page", args=[name]),
                title=page.title,
                summary=page.summary,
                keywords=page.keywords,
                weight=WEIGHT,
            )
        )

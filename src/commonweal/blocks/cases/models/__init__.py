"""The tables of cases."""

from commonweal.blocks.cases.models.case import Case, CaseLink, WorkingRole
from commonweal.blocks.cases.models.correspondence import Correspondence
from commonweal.blocks.cases.models.work import CaseClock, CaseTask

__all__ = ["Case", "CaseClock", "CaseLink", "CaseTask", "Correspondence", "WorkingRole"]

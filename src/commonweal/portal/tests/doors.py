"""Who may use the addresses of the portal: everybody the services, applicants their applications."""

from commonweal.blocks.cases.tests.doors import close
from commonweal.kernel.testing import Door, applicant, everybody, signed_in

own = applicant & signed_in  # a guest has no dashboard
STEP = {"step": "agree"}


DOORS = [
    Door("GET portal:home", everybody),
    Door("GET portal:search", everybody, query={"q": "bin"}),
    Door("GET portal:services", everybody),
    Door("GET portal:topic", everybody, arguments={"topic": "waste"}),
    Door("GET portal:life-event", everybody, arguments={"life_event": "moving"}),
    Door("GET portal:providers", everybody),
    Door("GET portal:organisation", everybody),
    Door("GET portal:service", everybody),
    Door("GET portal:help", everybody),
    Door("GET portal:help-page", everybody, arguments={"page": "your-data"}),
    Door("GET portal:dashboard", signed_in),
    Door("GET portal:case", own),
    Door("GET portal:answer", own),
    Door("POST portal:answer", own, body={"text": "The green gate."}),
    Door("GET portal:write", own),
    Door("POST portal:write", own, body={"text": "Thank you."}),
    Door("GET portal:withdraw", own),
    Door("POST portal:withdraw", own),
    Door("GET portal:reopen", own, before=close),
    Door("POST portal:reopen", own, before=close, body={"reason": "The bin is still here."}),
    Door("GET portal:step", own, arguments=STEP),
    Door("POST portal:step", own, arguments=STEP),
]

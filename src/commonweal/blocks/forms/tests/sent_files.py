"""Files that tests send, and who sends them."""

import base64
from io import BytesIO
from uuid import uuid4

from PIL import Image

from commonweal.blocks.forms import api
from commonweal.blocks.forms.models import Upload
from commonweal.kernel import sensitive
from commonweal.kernel.acting import Acting

ORG = "99999999-9999-9999-9999-999999999999"
ANN = Acting(actor="person:11111111-1111-1111-1111-111111111111")
BOB = Acting(actor="person:22222222-2222-2222-2222-222222222222")
OFFICER = Acting(actor="person:33333333-3333-3333-3333-333333333333", memberships={ORG: frozenset({"officer"})})
ELSEWHERE = Acting(
    actor="person:44444444-4444-4444-4444-444444444444", memberships={str(uuid4()): frozenset({"officer"})}
)
EDITOR = Acting(actor="person:55555555-5555-5555-5555-555555555555", memberships={ORG: frozenset({"editor"})})
KEY = Acting(actor="key:1", organisation=ORG, scopes=frozenset({"forms:read"}))
GUEST = Acting(actor="guest:77777777-7777-7777-7777-777777777777")


def named(name, content):
    file = BytesIO(content)
    file.name = name
    return file


def photo():
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return named("sofa.jpg", out.getvalue())


def store(acting=ANN, **more):
    return api.store_upload(file=photo(), owner=acting.actor, acting=acting, **more)


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def kept(acting=ANN, holder="case:1"):
    stored = store(acting)
    api.keep_uploads([stored.id], holder=holder, organisation=ORG, owner=acting.actor, acting=acting)
    return stored


def as_once_kept(storage, stored, *, special=False):
    """Put a file back as earlier versions kept it."""
    row = Upload.objects.get(pk=stored.id)
    content = api.open_upload(upload=stored.id, acting=Acting(actor=row.owner)).content
    once = sensitive.seal(row.owner, base64.b64encode(content).decode()).encode() if special else content
    (storage / row.path).write_bytes(once)
    Upload.objects.filter(pk=row.pk).update(key="", sealed=special)
    return content

"""Small pictures in place of photos, for the demo."""

from io import BytesIO

from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import Acting
from commonweal.kernel.steady_random import steady_dice

COLOURS = ["#8a6d4b", "#5c7a89", "#6f7f5a", "#8c5a5a", "#555f6b"]


class _File(BytesIO):
    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def picture(name: str, acting: Acting) -> str:
    """Draw a picture, store it for the actor and give its id as an answer to a file question has it."""
    from PIL import Image, ImageDraw

    random = steady_dice(name)
    image = Image.new("RGB", (320, 220), random.choice(COLOURS))
    pen = ImageDraw.Draw(image)
    for _ in range(9):
        left, top = random.randint(0, 260), random.randint(0, 170)
        box = (left, top, left + random.randint(20, 90), top + random.randint(15, 70))
        pen.ellipse(box, fill=random.choice(COLOURS))
    pen.text((10, 200), name, fill="white")
    content = BytesIO()
    image.save(content, "PNG")
    stored = forms.store_upload(file=_File(name, content.getvalue()), owner=acting.actor, acting=acting)
    return stored.id

"""Take pictures of every screen, in light and dark, wide and narrow: ``python docs/screens.py [FOLDER]``.

They go to docs/screens. A screen is among them by being in `SCREENS`.
"""

from __future__ import annotations

import base64
import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from countermove.cases import case_path
from countermove.evidence import Desk, read_document
from countermove.evidence.desk.desk import DEFAULT

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.addresses import BY_NAME, address_of  # noqa: E402 - found beside this folder
from tests.web.browser import started  # noqa: E402
from tests.web.server import serving  # noqa: E402

WIDTHS = {1280: 800, 390: 844}
COLOURS = ("light", "dark")
HIGHEST = {1280: 1200, 390: 1300}
"""What lies further down than this many pixels is not in the picture."""
QUALITY = 0.6
FURTHER = {
    "evidence-conclusions": "/karabakh-2020/evidence?show=conclusions",
    "evidence-timeline": "/karabakh-2020/evidence?show=timeline",
    "design-answered": "/karabakh-2020/design?target=coerce&concept=nash",
    "workshop-layer": "/karabakh-2020/workshop?layer=settlement",
    "map-path": "/karabakh-2020/map?to=1876&step=2",
}
"""Further states of screens, by the names of their pictures."""
OWN = {
    "evidence-suggestions": "/karabakh/evidence?show=suggestions&kind=option",
    "evidence-documents": "/karabakh/evidence?show=desk",
}
"""Those of a copy of the case, which can be changed; it is served by itself."""
TO_WEBP = """async ([data, quality]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + data;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), {width: image.width, height: image.height});
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def copied(folder: Path) -> Path:
    """Copy the case, for a bundled one stays as it is, and put its brief on the desk beside the copy."""
    own = case_path("karabakh-2020")
    assert own is not None
    place = Path(shutil.copytree(own.parent, folder / "karabakh"))
    Desk.open(place / DEFAULT).add(read_document(place / "brief.html"), work="brief")
    return place / own.name


def take(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as place,
        serving("karabakh-2020") as running,
        serving(copied(Path(place))) as other,
        started() as browser,
    ):
        addresses = {"start": "/"} | {name: address_of(running.address, name) for name in BY_NAME} | FURTHER
        addresses |= {name: other.address + address for name, address in OWN.items()}
        empty = browser.new_page()  # where a picture is made smaller
        for colours in COLOURS:
            for width, height in WIDTHS.items():
                context = browser.new_context(
                    base_url=running.address,
                    viewport={"width": width, "height": height},
                    color_scheme=colours,
                    reduced_motion="reduce",
                )
                for name, address in addresses.items():
                    page = context.new_page()
                    page.goto(address)
                    while page.locator("meta[http-equiv=refresh]").count():  # long work goes on
                        page.wait_for_timeout(500)
                        page.goto(address)
                    page.wait_for_load_state("networkidle")
                    high = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": width, "height": min(max(high, height), HIGHEST[width])})
                    file = folder / f"{re.sub('[^a-z0-9]+', '-', name).strip('-')}-{colours}-{width}.webp"
                    taken = base64.b64encode(page.screenshot()).decode()
                    file.write_bytes(base64.b64decode(empty.evaluate(TO_WEBP, [taken, QUALITY])))
                    print(file)
                    page.close()
                context.close()


if __name__ == "__main__":
    try:
        take(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens")
    except pytest.skip.Exception as without_browser:
        sys.exit(str(without_browser))

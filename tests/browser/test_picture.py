"""A chart is taken along as a picture: of the right size, and with something on it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
SCALE, MARGINS, TITLE_AND_FOOT = 2, 48, 80


def coloured(image: Image.Image) -> int:
    """Pixels of a colour: shapes, for the words are grey."""
    return sum(image.convert("HSV").getchannel("S").histogram()[60:])


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/overview/provinces/", "สหกรณ์ภาคการเกษตรชั้น 1 และ 2 ปี 2567"),
        ("/overview/tiers/", "ชั้นความเข้มแข็งเทียบปีก่อน"),
        ("/coops/strength/?fiscal_year=2566", "สหกรณ์ภาคการเกษตร"),
        ("/coops/strength/map/?fiscal_year=2566", "ร้อยละชั้น 1 และ 2"),
        ("/kpis/", "คะแนนรวมของใบคะแนน"),
        ("/strategy/overview/", "ยุทธศาสตร์รายปี"),
    ],
)
def test_chart_is_downloaded_as_a_picture(arrive: Arrival, path: str, title: str) -> None:
    page = arrive("executive").visit(path)
    chart = page.locator(f"[data-picture^='{title}']").first
    button = chart.locator("xpath=following-sibling::button[1]")
    expect(button).to_contain_text("ดาวน์โหลดภาพ (PNG)")
    box = chart.bounding_box()
    assert box is not None

    with page.expect_download() as started:
        button.click()

    file = Path(started.value.path()).read_bytes()
    assert file.startswith(b"\x89PNG\r\n")
    assert started.value.suggested_filename.endswith(".png")
    image = Image.open(BytesIO(file)).convert("RGB")
    assert abs(image.width - SCALE * (box["width"] + MARGINS)) <= SCALE
    assert image.height >= SCALE * (box["height"] + MARGINS + TITLE_AND_FOOT) - SCALE
    inside = image.crop((MARGINS, SCALE * 68, image.width - MARGINS, image.height - SCALE * 60))
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert coloured(inside) > 400, "nothing is drawn"
    mark = image.crop((0, image.height - SCALE * 44, image.width, image.height))
    assert sum(mark.convert("L").histogram()[:100]) > 0, "no mark of the day"
    assert "ข้อมูลตัวอย่าง" in (chart.get_attribute("data-mark") or "")

"""Province shapes: names of the map package, our two-digit codes, and the built file."""

import json
from dataclasses import dataclass
from functools import cache

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

MAP_FILE = "map/thailand.json"
MAP_CREDIT = "แผนที่: @svg-maps/thailand, CC BY 4.0 ลดรายละเอียดเส้น ใช้แสดงผลเท่านั้น"
LAKE = "Lake Songkha"  # spelt so in the package; a lake, not a province

# The package's ids mislead (nrt is Nakhon Si Thammarat), so shapes are joined by English name.
CODES_BY_MAP_NAME: dict[str, str] = {
    "Bangkok": "10",
    "Samut Prakan": "11",
    "Nonthaburi": "12",
    "Pathum Thani": "13",
    "Phra Nakhon Si Ayutthaya": "14",
    "Ang Thong": "15",
    "Lop Buri": "16",
    "Sing Buri": "17",
    "Chai Nat": "18",
    "Saraburi": "19",
    "Chon Buri": "20",
    "Rayong": "21",
    "Chanthaburi": "22",
    "Trat": "23",
    "Chachoengsao": "24",
    "Prachin Buri": "25",
    "Nakhon Nayok": "26",
    "Sa Kaeo": "27",
    "Nakhon Ratchasima": "30",
    "Buriram": "31",
    "Surin": "32",
    "Si Sa Ket": "33",
    "Ubon Ratchathani": "34",
    "Yasothon": "35",
    "Chaiyaphum": "36",
    "Amnat Charoen": "37",
    "Bueng Kan": "38",
    "Nong Bua Lam Phu": "39",
    "Khon Kaen": "40",
    "Udon Thani": "41",
    "Loei": "42",
    "Nong Khai": "43",
    "Maha Sarakham": "44",
    "Roi Et": "45",
    "Kalasin": "46",
    "Sakon Nakhon": "47",
    "Nakhon Phanom": "48",
    "Mukdahan": "49",
    "Chiang Mai": "50",
    "Lamphun": "51",
    "Lampang": "52",
    "Uttaradit": "53",
    "Phrae": "54",
    "Nan": "55",
    "Phayao": "56",
    "Chiang Rai": "57",
    "Mae Hong Son": "58",
    "Nakhon Sawan": "60",
    "Uthai Thani": "61",
    "Kamphaeng Phet": "62",
    "Tak": "63",
    "Sukhothai": "64",
    "Phitsanulok": "65",
    "Phichit": "66",
    "Phetchabun": "67",
    "Ratchaburi": "70",
    "Kanchanaburi": "71",
    "Suphan Buri": "72",
    "Nakhon Pathom": "73",
    "Samut Sakhon": "74",
    "Samut Songkhram": "75",
    "Phetchaburi": "76",
    "Prachuap Khiri Khan": "77",
    "Nakhon Si Thammarat": "80",
    "Krabi": "81",
    "Phangnga": "82",
    "Phuket": "83",
    "Surat Thani": "84",
    "Ranong": "85",
    "Chumphon": "86",
    "Songkhla": "90",
    "Satun": "91",
    "Trang": "92",
    "Phatthalung": "93",
    "Pattani": "94",
    "Yala": "95",
    "Narathiwat": "96",
}


@dataclass(frozen=True)
class MapShapes:
    """What the asset build wrote: SVG path data by province code, in units of `width`."""

    width: int
    height: int
    lake: str
    paths: dict[str, str]
    centres: dict[str, tuple[int, int]]


@cache
def map_shapes() -> MapShapes:
    found = finders.find(MAP_FILE)
    if not found:
        raise ImproperlyConfigured(f"{MAP_FILE} is missing: run setup/build_assets.py")
    with open(found, encoding="utf-8") as file:
        data = json.load(file)
    centres = {code: (x, y) for code, (x, y) in data["centres"].items()}
    return MapShapes(data["width"], data["height"], data["lake"], data["paths"], centres)

"""What a browser says about itself, in words."""

# The first that fits: every later browser also claims to be an earlier one.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
UNKNOWN_DEVICE = "เครื่องที่ไม่รู้จัก"


def device_of(user_agent: str) -> str:
    """ "Chrome บน Windows"; what it says may be untrue, it only helps to recognise one's own."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " บน ".join(filter(None, (browser, system))) or UNKNOWN_DEVICE

"""`reset`: remove the embedded default's data."""

from pathlib import Path

from cpd_portal.embedded.cluster_place import remove_place
from cpd_portal.embedded.data_dir import DataDir, locked, remove_contents

YES_WORDS = {"y", "yes", "ใช่"}


def reset(path: Path, *, confirmed: bool) -> int:
    """0 when the data is gone, 1 when the person changed their mind."""
    if not path.is_dir():
        print(f"ไม่มีข้อมูลใน {path} (nothing to remove)")
        return 0
    if not confirmed and not _asked(path):
        print("ไม่ได้ลบข้อมูล (nothing was removed)")
        return 1
    data_dir = DataDir(path)
    with locked(data_dir):
        remove_place(data_dir)
        remove_contents(data_dir)
    print(f"ลบข้อมูลใน {path} แล้ว (removed)")
    return 0


def _asked(path: Path) -> bool:
    print(f"ข้อมูลทั้งหมดของพอร์ทัลใน {path} จะถูกลบ (all data of the embedded portal will be removed)")
    try:
        answer = input("ลบหรือไม่ (remove)? [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in YES_WORDS

"""A disk for files that is full: what needs one is refused or waits, the rest goes on."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree, ignore_patterns

from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from faults import entry, reports
from faults.outcome import NotDone, Outcome
from faults.people import signed_in
from faults.phone import phones
from faults.stage import Stage, wait_until
from inspection.models import Attachment

SIZE = "4m"
PATIENCE = 120.0
FOLDERS = ("documents", "previews", "imports", "inspection/original", "inspection/served")


def full(stage: Stage) -> Outcome:
    """Files on a file system of a few megabytes, filled to the last byte and then freed."""
    with _small_disk(stage) as filler:
        person, device = entry.typists(stage.server, 1, skip=6)[0], phones(stage.server, 2)[1]
        photo = next(part for part in device.queue if part.photo)
        person.save()
        device.until_heard(device.queue[0], PATIENCE)
        refused = device.send(photo).status
        failed = reports.order(signed_in(stage.server, "executive"), reports.SHORT, "csv")
        failed.until_done(PATIENCE)
        told = failed.row.status == DocumentStatus.FAILED and failed.row.error != ""
        filler.unlink()
        seconds = wait_until(lambda: device.send(photo).status == 201, PATIENCE, "a photo stored")
        device.send_all()
        again = reports.order(signed_in(stage.server, "executive"), reports.SHORT, "csv")
        again.until_done(PATIENCE)
        counts = [
            entry.lost_and_doubled([person]),
            device.lost_and_doubled(stage.media),
            reports.lost_and_doubled(stage, [again]),
        ]
        strays = _files_without_row(stage)
    lost = sum(count[0] for count in counts) + int(not told) + int(refused < 500)
    note = (
        f"full: a cell and answers saved, a photo refused ({refused}) and kept by the phone, a "
        f"report {failed.row.status} ({failed.row.error or 'without a reason'}); freed: photos "
        f"stored, report made; {strays} files without a row left"
    )
    return Outcome(lost, sum(count[1] for count in counts) + strays, seconds, note)


@contextmanager
def _small_disk(stage: Stage) -> Iterator[Path]:
    """The programs keep their files on it; yields the file that fills it. Afterwards the files
    stand where those of before do: the rows that name them stay."""
    place = stage.services.data_dir.path / "small"
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise NotDone(f"a small file system cannot be mounted here: {answer.stderr.strip()}")
    usual = stage.media
    try:
        for name in ("web", "worker"):
            stage.restart(name, MEDIA_ROOT=str(place))
        yield _filled(place / "filler")
    finally:
        for name in ("web", "worker"):
            stage.stop(name)
        copytree(place, usual, dirs_exist_ok=True, ignore=ignore_patterns("filler"))
        subprocess.run(["umount", str(place)], check=True)
        for name in ("web", "worker"):
            stage.environment[name] = {}
            stage.start(name)


def _filled(filler: Path) -> Path:
    """Every folder that files go into is there already, so that only bytes are missing."""
    for folder in FOLDERS:
        (filler.parent / folder).mkdir(parents=True)
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(os.urandom(4096))
    return filler


def _files_without_row(stage: Stage) -> int:
    there = {
        str(path.relative_to(stage.media))
        for path in stage.media.rglob("*")
        if path.is_file() and path.stat().st_size
    }
    known = set(Document.objects.values_list("file", flat=True))
    for name in ("original", "served"):
        known |= set(Attachment.objects.values_list(name, flat=True))
    return len(there - known)

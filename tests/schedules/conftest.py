from tests.documents.conftest import assets as assets
from tests.documents.conftest import built_fonts as built_fonts
from tests.documents.conftest import media as media
from tests.documents.conftest import sample_register as sample_register
from tests.queues import private_queue as private_queue

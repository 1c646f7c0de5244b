from tests.documents.conftest import assets, built_fonts

__all__ = ["assets", "built_fonts"]

"""A route may answer with a file."""

from flask.views import MethodView

from limen.web import Blueprint
from limen.web.answers import answer
from limen.web.blueprint import routes_of
from limen.web.files import File
from limen.web.policy import SIGNED_IN
from limen.work import Work


def test_a_file_leaves_as_an_attachment_with_its_type_and_name() -> None:
    response = answer(File(b"%PDF", "application/pdf", "BA-2026-000012.pdf"), None, 200)
    assert response.get_data() == b"%PDF"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="BA-2026-000012.pdf"'


def test_a_name_cannot_break_out_of_its_header() -> None:
    header = File(b"", "text/csv", 'a"; x=\r\nSet-Cookie: b.csv').answer().headers["Content-Disposition"]
    assert header.startswith("attachment; filename=\"axSet-Cookieb.csv\"; filename*=UTF-8''a%22")
    assert "\n" not in header


def test_a_download_names_its_media_types_in_the_document() -> None:
    blp = Blueprint("a", "/api/v1/a", description="A")

    @blp.route("/sheet")
    class Sheet(MethodView):
        @blp.download("text/csv", "application/pdf", permission=SIGNED_IN)
        def get(self, work: Work) -> File:
            return File(b"", "text/csv", "a.csv")

    success = routes_of(Sheet)["GET"].documentation("a")["responses"][200]
    assert list(success["content"]) == ["text/csv", "application/pdf"]

"""Border posts."""

from typing import Any

from flask.views import MethodView

from limen.web.policy import SIGNED_IN
from limen.work import Work
from services.registration import posts
from services.registration.api.blueprint import blp
from services.registration.schemas.posts import Post, PostFilter, PostPage


@blp.route("/posts")
class Posts(MethodView):
    """The border posts of the country."""

    @blp.query(PostPage, permission=SIGNED_IN, arguments=PostFilter)
    def get(self, work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
        """List border posts by code."""
        return posts.page(work, arguments)

    @blp.command(Post, Post, status=201, permission="registration.post.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Add a border post."""
        return posts.create(work, new)

"""POST /feedback: what a user thinks of an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.schemas import MAX_QUESTION
from assistant.store import Store
from assistant.store.feedback import Opinion, Rating

router = APIRouter(tags=["answers"])
Text = Annotated[str, StringConstraints(max_length=2000)]


class FeedbackBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"rating": "down", "reason": "wrong", "question": "汐崎市の人口は？", "answer": "73,418人[1]"}]
        }
    )

    rating: Rating
    reason: Annotated[str, StringConstraints(max_length=100)] | None = Field(None, description="a word for it")
    comment: Text | None = Field(None, description="the user's own words")
    question: Annotated[str, StringConstraints(max_length=MAX_QUESTION)] | None = None
    answer: Annotated[str, StringConstraints(max_length=20_000)] | None = None
    session_id: Annotated[str, StringConstraints(max_length=100)] | None = None


class FeedbackReply(BaseModel):
    stored: bool


@router.post("/feedback", status_code=201, responses=documented(400, 413, 422))
def feedback(body: FeedbackBody, request: Request, access: Reader) -> FeedbackReply:
    """Keeps a rating of an answer for those who look after the server, with personal numbers and addresses masked."""
    store: Store = request.app.state.store
    fields = body.model_dump(exclude={"session_id"})
    store.feedback.add(access.actor, Opinion(**fields, conversation=body.session_id))
    return FeedbackReply(stored=True)

"""Wire models of flows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from lingting.flows.api import FlowHead, PathStep
from lingting.flows.domain.graph import EXIT_TITLES, Graph, declared_exits
from lingting.flows.domain.texts import Text
from lingting.flows.domain.validate import Problem
from lingting.flows.domain.verb import AnyVerb
from lingting.flows.service.editing import Draft
from lingting.platform.http.messages import Language, message


class TextModel(BaseModel):
    """The same words in both languages."""

    model_config = ConfigDict(populate_by_name=True)
    zh: str = Field("", alias="zh-CN", max_length=1000)
    en: str = Field("", max_length=1000)

    def text(self) -> Text:
        return Text(self.zh, self.en)

    @classmethod
    def of(cls, text: Text) -> TextModel:
        return cls.model_validate({"zh-CN": text.zh, "en": text.en})


class FlowOut(BaseModel):
    """A flow without its document."""

    id: UUID
    key: str
    name: TextModel
    revision: int
    published_version: int | None
    created_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, head: FlowHead) -> FlowOut:
        return cls(
            id=head.id,
            key=head.key,
            name=TextModel.of(head.name),
            revision=head.revision,
            published_version=head.published_version,
            created_at=head.created_at,
            changed_at=head.changed_at,
        )


class FlowsOut(BaseModel):
    """All flows."""

    items: list[FlowOut]


class ProblemOut(BaseModel):
    """One thing that is wrong, with a sentence for the reader."""

    severity: str
    slug: str
    node: str
    params: dict[str, str]
    message: str

    @classmethod
    def of(cls, problem: Problem, language: Language) -> ProblemOut:
        read: dict[str, object] = {**problem.params}
        if "exit" in read:
            title = EXIT_TITLES.get(problem.params["exit"])
            read["exit"] = title.in_language(language) if title else read["exit"]
        return cls(
            severity=problem.severity,
            slug=problem.slug,
            node=problem.node,
            params=problem.params,
            message=message(f"flow-{problem.slug}", language, read),
        )


class DraftOut(BaseModel):
    """A flow with its draft document and the problems found in it."""

    flow: FlowOut
    document: dict[str, Any]
    problems: list[ProblemOut]
    exits: dict[str, list[str]]

    @classmethod
    def of(cls, draft: Draft, language: Language) -> DraftOut:
        return cls(
            flow=FlowOut.of(draft.head),
            document=draft.document,
            problems=[ProblemOut.of(one, language) for one in draft.problems],
            exits=declared_exits(draft.flow),
        )


class ProblemsOut(BaseModel):
    """What a check found, and the exits that each node has."""

    problems: list[ProblemOut]
    exits: dict[str, list[str]]


class FlowIn(BaseModel):
    """A new flow; `copy_of` takes the draft of another."""

    name: TextModel
    copy_of: UUID | None = None


class RenameIn(BaseModel):
    """Another name."""

    name: TextModel


class DraftIn(BaseModel):
    """A document to store; `revision` is the one that was edited."""

    document: dict[str, Any]
    revision: int


class CheckIn(BaseModel):
    """A document to check without storing it."""

    document: dict[str, Any]


class PublishIn(BaseModel):
    """`note` says what is new."""

    note: str = Field("", max_length=500)


class RestoreIn(BaseModel):
    """`revision` is that of the draft which is replaced."""

    revision: int


class VersionOut(BaseModel):
    """A published version."""

    version: int
    note: str
    published_at: datetime
    published_by: UUID | None


class VersionsOut(BaseModel):
    """The history of a flow, the newest first."""

    items: list[VersionOut]


class VerbOut(BaseModel):
    """A kind of node: what it does, and the JSON schema of its parameters."""

    name: str
    node_type: str
    title: TextModel
    help: TextModel
    group: str
    needs_caller: bool
    parameters: dict[str, Any]

    @classmethod
    def of(cls, verb: AnyVerb) -> VerbOut:
        return cls(
            name=verb.name,
            node_type=verb.node_type,
            title=TextModel.of(verb.title),
            help=TextModel.of(verb.help),
            group=verb.group,
            needs_caller=verb.needs_caller,
            parameters=msgspec.json.schema(verb.params),
        )


class VerbsOut(BaseModel):
    """All verbs, and what their exits are called."""

    items: list[VerbOut]
    exit_titles: dict[str, TextModel]

    @classmethod
    def of(cls, verbs: list[AnyVerb]) -> VerbsOut:
        titles = {exit: TextModel.of(text) for exit, text in EXIT_TITLES.items()}
        return cls(items=[VerbOut.of(verb) for verb in verbs], exit_titles=titles)


class PlaceOut(BaseModel):
    """Where a node is drawn."""

    x: float
    y: float


class DrawnNodeOut(BaseModel):
    """A node of the picture with its declared exits."""

    id: str
    verb: str
    node_type: str
    title: TextModel
    position: PlaceOut
    exits: list[str]


class EdgeOut(BaseModel):
    """A connection."""

    source: str
    exit: str
    target: str
    title: TextModel


class GraphOut(BaseModel):
    """The picture of a flow; `prompts` are the voice files that it uses."""

    start: str
    nodes: list[DrawnNodeOut]
    edges: list[EdgeOut]
    prompts: list[str]

    @classmethod
    def of(cls, graph: Graph) -> GraphOut:
        return cls.model_validate(msgspec.to_builtins(graph))


class StepOut(BaseModel):
    """A step of a call's way."""

    flow: str
    node: str
    verb: str
    title: TextModel
    exit: str | None
    keys: str
    entered_at: datetime
    left_at: datetime | None

    @classmethod
    def of(cls, step: PathStep) -> StepOut:
        return cls(
            flow=step.flow,
            node=step.node,
            verb=step.verb,
            title=TextModel.of(step.title),
            exit=step.exit,
            keys=step.keys,
            entered_at=step.entered_at,
            left_at=step.left_at,
        )


class PathOut(BaseModel):
    """How a call reached where it is (FLOW-17)."""

    steps: list[StepOut]

"""Parameters that several verbs share."""

from __future__ import annotations

from typing import Annotated

from lingting.flows.domain.texts import shown

QueueName = Annotated[str, shown("队列", "Queue", "queue")]
FlowName = Annotated[str, shown("流程", "Flow", "flow")]
VariableName = Annotated[str, shown("变量", "Variable", "variable")]

"""Fixtures of this folder."""

from support.configured import configured as configured
from support.configured import flow_centre as flow_centre

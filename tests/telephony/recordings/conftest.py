"""The fixture of these tests."""

from telephony.flows.conftest import hotline as hotline

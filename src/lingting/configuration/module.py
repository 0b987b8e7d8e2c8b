"""Wiring of the configuration text."""

from collections.abc import Sequence
from dataclasses import dataclass

from lingting.configuration.orders import Orders
from lingting.configuration.routes import routes
from lingting.configuration.service import Configuration
from lingting.platform.kit import Kit
from lingting.platform.sections import ConfigSection
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class ConfigurationText:
    """The service, and the ear for what the command line asks."""

    service: Configuration
    orders: Orders


def wire(
    kit: Kit, trail: Trail, tenancy: Tenancy, sections: Sequence[ConfigSection]
) -> ConfigurationText:
    """Builds the service over the features' sections and mounts its routes."""
    service = Configuration(kit, trail, tenancy, sections)
    kit.mount(routes, kit.db, service, tenancy)
    return ConfigurationText(service, Orders(kit, service, tenancy))

"""The sections of the configuration text: what is used stands before what uses it."""

from lingting.acd.sections import BusyReasonsSection, QueuesSection, SkillGroupsSection
from lingting.acd.service.acd import AcdService
from lingting.flows.sections import FlowsSection
from lingting.flows.service.editing import FlowEditing
from lingting.identity.sections import RolesSection, SeatsSection, UsersSection
from lingting.identity.service.identity import IdentityService
from lingting.main.lists import flow_keys
from lingting.media.sections import PromptsSection
from lingting.media.service import MediaService
from lingting.numbers.sections import AccessNumbersSection, BoundNumbersSection
from lingting.numbers.service import NumberService
from lingting.platform.sections import ConfigSection
from lingting.tenancy.sections import CompanySection, SettingsSection
from lingting.tenancy.service import TenancyService


def config_sections(
    companies: TenancyService,
    people: IdentityService,
    library: MediaService,
    floor: AcdService,
    editing: FlowEditing,
    numbers: NumberService,
) -> list[ConfigSection]:
    """Every section, in the order of the document and of an import."""
    return [
        CompanySection(companies),
        SettingsSection(companies),
        RolesSection(people),
        UsersSection(people),
        SeatsSection(people),
        BusyReasonsSection(floor.admin),
        SkillGroupsSection(floor.admin, people),
        QueuesSection(floor.admin),
        PromptsSection(library),
        FlowsSection(editing, floor),
        AccessNumbersSection(numbers, flow_keys(editing)),
        BoundNumbersSection(numbers),
    ]

"""Where the engine finds Asterisk, read from the settings."""

from urllib.parse import urlsplit

from lingting.adapters.asterisk.ami import AmiAddress
from lingting.adapters.asterisk.ari import AriAddress
from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.platform.settings import Settings


def asterisk_address(settings: Settings) -> AsteriskAddress:
    """ARI, the manager and the shared folders of the one Asterisk."""
    host = urlsplit(settings.ari_url).hostname or "127.0.0.1"
    return AsteriskAddress(
        ari=AriAddress(settings.ari_url, settings.ari_user, settings.ari_password),
        ami=AmiAddress(host, settings.ami_port, settings.ami_user, settings.ami_password),
        sounds=settings.sounds.absolute(),
    )

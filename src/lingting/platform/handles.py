"""How many files and sockets a process of ours may have open."""

import resource

MOST = 65_536


def allow_many() -> None:
    """Takes what the system allows: 300 recorded talks need 1,800, the usual limit is 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

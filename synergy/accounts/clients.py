"""Where a request comes from, as far as that can be believed: the address on which attempts are counted."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  (counted on, never listened on)


def client_address(request: HttpRequest) -> str:
    """The address that called the outermost of our proxies; without proxies, that of the connection.

    Each proxy adds the address it was called from at the right of X-Forwarded-For. With two of ours (TRUSTED_HOPS=2)
    and a client at c that sends "x, y", the header reads "x, y, c, p": the second from the right is c, and what the
    client wrote is never looked at. A header with too few addresses did not pass all of them: nothing of it is taken.
    """
    hops: int = settings.TRUSTED_HOPS
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    believed = forwarded[-hops] if 0 < hops <= len(forwarded) else ""
    return _bare(believed) or _bare(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _bare(text: str) -> str:
    """The address in `1.2.3.4:567`, `[2001:db8::1]:567` or `::ffff:1.2.3.4`; nothing where there is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    # All of IPv4 as IPv6 writes it lies in one network: left so, everybody would share one counter.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)

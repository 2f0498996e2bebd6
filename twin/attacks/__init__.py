"""The attacks shelf: what an attacker can try, one technique a file."""

from twin.attacks.base import Attack
from twin.core.shelf import Shelf

ATTACKS: Shelf[Attack] = Shelf(
    "attacks",
    {
        "default_credentials": "twin.attacks.default_credentials:DefaultCredentials",
        "dns_beacon": "twin.attacks.dns_beacon:DnsBeacon",
        "gateway_blinding": "twin.attacks.gateway_blinding:GatewayBlinding",
        "port_scan": "twin.attacks.port_scan:PortScan",
        "safety_parameters": "twin.attacks.safety_parameters:SafetyParameters",
        "service_port": "twin.attacks.service_port:ServicePort",
        "tampered_navigation": "twin.attacks.tampered_navigation:TamperedNavigation",
    },
)

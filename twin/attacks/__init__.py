"""The attacks shelf: what an attacker can try, one technique a file."""

from twin.attacks.base import Attack
from twin.core.shelf import Shelf

ATTACKS: Shelf[Attack] = Shelf(
    "attacks",
    {
        "actuator_oscillation": "twin.attacks.actuator_oscillation:ActuatorOscillation",
        "anchor_spoof": "twin.attacks.anchor_spoof:AnchorSpoof",
        "broker_abuse": "twin.attacks.broker_abuse:BrokerAbuse",
        "clock_shift": "twin.attacks.clock_shift:ClockShift",
        "concealment": "twin.attacks.concealment:Concealment",
        "default_credentials": "twin.attacks.default_credentials:DefaultCredentials",
        "dns_beacon": "twin.attacks.dns_beacon:DnsBeacon",
        "door_command": "twin.attacks.door_command:DoorCommand",
        "exfiltration": "twin.attacks.exfiltration:Exfiltration",
        "flood": "twin.attacks.flood:Flood",
        "former_account": "twin.attacks.former_account:FormerAccount",
        "gateway_blinding": "twin.attacks.gateway_blinding:GatewayBlinding",
        "implant": "twin.attacks.implant:Implant",
        "jamming": "twin.attacks.jamming:Jamming",
        "known_hole": "twin.attacks.known_hole:KnownHole",
        "lateral_movement": "twin.attacks.lateral_movement:LateralMovement",
        "log_tampering": "twin.attacks.log_tampering:LogTampering",
        "logic_change": "twin.attacks.logic_change:LogicChange",
        "malicious_firmware": "twin.attacks.malicious_firmware:MaliciousFirmware",
        "mirror_off": "twin.attacks.mirror_off:MirrorOff",
        "over_privileged": "twin.attacks.over_privileged:OverPrivileged",
        "port_scan": "twin.attacks.port_scan:PortScan",
        "ransomware": "twin.attacks.ransomware:Ransomware",
        "safety_parameters": "twin.attacks.safety_parameters:SafetyParameters",
        "sensor_spoofing": "twin.attacks.sensor_spoofing:SensorSpoofing",
        "service_port": "twin.attacks.service_port:ServicePort",
        "setpoint_write": "twin.attacks.setpoint_write:SetpointWrite",
        "shadow_device": "twin.attacks.shadow_device:ShadowDevice",
        "spoofed_orders": "twin.attacks.spoofed_orders:SpoofedOrders",
        "spoofed_temperature": "twin.attacks.spoofed_temperature:SpoofedTemperature",
        "stolen_key": "twin.attacks.stolen_key:StolenKey",
        "tampered_navigation": "twin.attacks.tampered_navigation:TamperedNavigation",
        "vendor_login": "twin.attacks.vendor_login:VendorLogin",
    },
)

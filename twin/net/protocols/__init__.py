"""The protocols shelf: what the hub's devices speak, one file each."""

from twin.core.shelf import Shelf
from twin.net.protocols.base import Protocol

PROTOCOLS: Shelf[Protocol] = Shelf(
    "net/protocols",
    {
        "bacnet": "twin.net.protocols.bacnet:Bacnet",
        "dns": "twin.net.protocols.dns:Dns",
        "http": "twin.net.protocols.http:Http",
        "https": "twin.net.protocols.https:Https",
        "kerberos": "twin.net.protocols.kerberos:Kerberos",
        "ldap": "twin.net.protocols.ldap:Ldap",
        "modbus": "twin.net.protocols.modbus:Modbus",
        "mqtt": "twin.net.protocols.mqtt:Mqtt",
        "ntp": "twin.net.protocols.ntp:Ntp",
        "other": "twin.net.protocols.other:Other",
        "rdp": "twin.net.protocols.rdp:Rdp",
        "robot_api": "twin.net.protocols.robot_api:RobotApi",
        "rtsp": "twin.net.protocols.rtsp:Rtsp",
        "smb": "twin.net.protocols.smb:Smb",
        "snmp": "twin.net.protocols.snmp:Snmp",
        "sql": "twin.net.protocols.sql:Sql",
        "ssh": "twin.net.protocols.ssh:Ssh",
        "syslog": "twin.net.protocols.syslog:Syslog",
        "telnet": "twin.net.protocols.telnet:Telnet",
    },
)

"""The protocols shelf: what the hub's devices speak, one file each."""

from twin.core.shelf import Shelf
from twin.net.protocols.base import Protocol

PROTOCOLS: Shelf[Protocol] = Shelf(
    "net/protocols",
    {
        "arp": "twin.net.protocols.arp:Arp",
        "bacnet": "twin.net.protocols.bacnet:Bacnet",
        "dhcp": "twin.net.protocols.dhcp:Dhcp",
        "dns": "twin.net.protocols.dns:Dns",
        "http": "twin.net.protocols.http:Http",
        "https": "twin.net.protocols.https:Https",
        "kerberos": "twin.net.protocols.kerberos:Kerberos",
        "ldap": "twin.net.protocols.ldap:Ldap",
        "mdns": "twin.net.protocols.mdns:Mdns",
        "modbus": "twin.net.protocols.modbus:Modbus",
        "modbus_rtu": "twin.net.protocols.modbus_rtu:ModbusRtu",
        "mqtt": "twin.net.protocols.mqtt:Mqtt",
        "mqtt_plain": "twin.net.protocols.mqtt_plain:MqttPlain",
        "ntp": "twin.net.protocols.ntp:Ntp",
        "opcua": "twin.net.protocols.opcua:Opcua",
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

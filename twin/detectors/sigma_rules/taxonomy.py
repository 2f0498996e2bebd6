"""The taxonomy: which rows of the log another world's log source is, and what its fields are called here.

Two tables. ``SOURCES`` names log sources by category, product and service, and the rows they are: a table, the services
whose flows count, and the verbs. ``WORDS`` names fields, column by column, for all flows or for the flows of one
service; later lines win. ``-`` as a column stands for fields that exist elsewhere and that no column here holds: a rule
that asks for one cannot match, and is told so instead of being silent.

Where the log's word for an answer is not the other world's, ``SPELT`` has both: ``ok`` of a DNS answer is ``NOERROR``.

Sources: Sigma specification 2.1.0, taxonomy appendix (generic categories and their fields); Zeek's conn.log, dns.log,
http.log, ssl.log, mqtt_*.log, modbus.log, smb_*.log, kerberos.log, rdp.log, ssh.log, snmp.log, dhcp.log, ldap.log and
syslog.log; the modbus_detailed, bacnet and opcua logs of ICSNPP; Elastic Common Schema 8; Suricata's EVE JSON. The
categories ``robot``, ``hvac``, ``bus``, ``session``, ``tap`` and ``alarm`` are ours, because no taxonomy knows them.
"""

from __future__ import annotations

from collections.abc import Mapping

PRODUCTS = (None, "twin", "zeek", "suricata")

SOURCES = """
alarm               -           alarm
bus                 -           bus
bus                 modbus-serial bus
dns                 -           flow  dns
firewall            -           flow
hvac                -           reading
hvac                sensor      reading
hvac                setpoint    control
network_connection  -           flow
proxy               -           flow  http,https
robot               -           robot_state
robot               battery     robot_state
robot               motion      robot_state
robot               task        robot_state
session             -           session
tap                 -           tap_health
webserver           -           flow  http,https
-                   conn        flow
-                   flow        flow
-                   krb5        flow  kerberos
-                   ldap_search flow  ldap              search
-                   modbus_detailed          flow  modbus
-                   modbus_register_change   flow  modbus  write_single_register,write_multiple_registers
-                   mqtt        flow  mqtt,mqtt_plain
-                   mqtt_connect    flow  mqtt,mqtt_plain  CONNECT
-                   mqtt_publish    flow  mqtt,mqtt_plain  PUBLISH,PUBLISH_DUP
-                   mqtt_subscribe  flow  mqtt,mqtt_plain  SUBSCRIBE
-                   netflow     flow
-                   postgresql  flow  sql
-                   smb_files   flow  smb               open,read,write,rename,delete
-                   smb_mapping flow  smb               tree_connect
-                   opcua_binary    flow  opcua
"""
"""Category, service, table, services of its flows, verbs; every protocol's own name is a service besides."""

WORDS = """
flow  time        ts timestamp @timestamp event.start flow.start UtcTime
flow  src         id.orig_h src_ip SourceIp SourceHostname source.ip source.address source.domain client.ip c-ip
flow  src_port    id.orig_p SourcePort source.port client.port
flow  dst         id.resp_h dst_ip dest_ip DestinationIp DestinationHostname destination.ip destination.address
flow  dst         destination.domain server.ip s-ip
flow  dst_port    id.resp_p dest_port DestinationPort destination.port server.port s-port
flow  service     app_proto network.protocol
flow  transport   proto Protocol network.transport
flow  rule        rule.name
flow  state       conn_state
flow  tap         observer.name sensor_name in_iface
flow  flow        flow_id event.id
flow  bytes_out   orig_bytes source.bytes client.bytes flow.bytes_toserver
flow  bytes_in    resp_bytes destination.bytes server.bytes flow.bytes_toclient
flow  packets_out orig_pkts source.packets client.packets flow.pkts_toserver
flow  packets_in  resp_pkts destination.packets server.packets flow.pkts_toclient
flow  user        user.name username
flow  -           uid community_id network.community_id history missed_bytes orig_ip_bytes resp_ip_bytes local_orig
flow  -           local_resp tunnel_parents vlan flow.state flow.reason Image CommandLine Initiated event_type
dns   verb        qtype_name record_type dns.question.type dns.rrtype
dns   object      query dns.question.name dns.rrname QueryName
dns   status      rcode_name dns.response_code dns.rcode
dns   value       TTLs dns.answers.ttl dns.ttl
dns   -           answers answer dns.answers.data dns.rdata AA TC RD RA Z rejected rtt trans_id dns.id qclass
dns   -           qclass_name qtype rcode QueryStatus QueryResults parent_domain
http  verb        method cs-method http.request.method http.http_method
http  object      uri cs-uri-stem c-uri cs-uri url.path url.original http.url
http  status      status_code sc-status http.response.status_code http.status
http  value       response_body_len sc-bytes http.response.body.bytes http.length
http  user        cs-username
http  dst         host cs-host http.hostname
http  -           user_agent cs-user-agent c-useragent user_agent.original http.http_user_agent referrer cs-referer
http  -           http.http_refer version cs-version http.version request_body_len trans_depth orig_mime_types cs-cookie
http  -           resp_mime_types proxied cs-uri-query c-uri-query c-uri-extension r-dns
mqtt  verb        command
mqtt  object      topic topics mqtt.publish.topic mqtt.subscribe.topics.topic
mqtt  status      connect_status status
mqtt  value       payload mqtt.publish.message
mqtt  user        client_id mqtt.connect.client_id
mqtt  src         from_client
mqtt  -           qos retain payload_len qos_levels granted_qos_level ack will_topic will_payload proto_name
mqtt  -           proto_version mqtt.publish.qos mqtt.publish.retain
modbus verb       func
modbus object     register address
modbus status     exception
modbus value      request_values response_values new_val
modbus -          unit tid pdu_type old_val delta quantity modbus.function modbus.request.function_code modbus.unit_id
smb   object      path name smb.filename smb.share
smb   verb        action smb.command
smb   status      smb.status
smb   -           prev_name native_file_system share_type fuid smb.dialect
kerberos verb     request_type
kerberos object   service krb5.sname
kerberos status   error_msg
kerberos user     client krb5.cname
kerberos -        cipher forwardable renewable from till success client_cert_subject krb5.msg_type krb5.encryption
ssh   status      auth_success
ssh   -           auth_attempts client server hassh ssh.client.software_version cipher_alg direction
rdp   user        cookie rdp.cookie
rdp   -           security_protocol keyboard_layout client_build cert_type
dhcp  object      host_name dhcp.hostname
dhcp  -           mac client_addr assigned_addr requested_addr client_fqdn domain
snmp  user        community snmp.community
bacnet verb       pdu_service
bacnet -          bvlc_function invoke_id pdu_type instance_number
"""
"""Table or service, column (``-``: none), the words for it."""

SPELT: Mapping[str, Mapping[str, str]] = {
    "dns.status": {"ok": "NOERROR"},
    "mdns.status": {"ok": "NOERROR"},
    "http.status": {"ok": "200"},
    "https.status": {"ok": "200"},
    "rtsp.status": {"ok": "200"},
    "ssh.status": {"ok": "true", "401": "false", "failed": "false"},
    "telnet.status": {"ok": "true", "401": "false", "failed": "false"},
}
"""Second spellings of texts, by service and column."""

ADDRESSED = ("src", "dst")
"""Columns of a flow that name assets: an asset's address in the register is its name's second spelling."""

ALSO_WORDS: Mapping[str, str] = {"https": "http", "mqtt_plain": "mqtt", "mdns": "dns", "rtsp": "http"}
"""Services whose fields are called as another's."""

SCALED: Mapping[str, tuple[str, float]] = {
    "duration": ("duration_us", 1e6),
    "event.duration": ("duration_us", 1e-3),
    "flow.age": ("duration_us", 1e6),
}
"""Words for a time in another unit: its column, and microseconds in that unit (s; ECS counts in ns)."""

INSTANTS = ("time", "sampled", "heard")
"""Columns that are points in time."""

ENTITIES: Mapping[str, str] = {
    "flow": "src", "robot_state": "robot", "reading": "sensor", "alarm": "source", "bus": "sensor",
    "session": "client", "tap_health": "tap", "control": "controller",
}  # fmt: skip
"""The column that names who is accused."""


def rows_of(table: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a table above, each cut at its spaces."""
    return tuple(tuple(line.split()) for line in table.strip().splitlines())

"""What the Sigma benchmark judges: a million flows of a made-up hub, and 37 rules, each in Sigma and in SQL."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Streams
from twin.core.log import Columns
from twin.core.names import Names
from twin.core.records import DTYPES, RECORDS
from twin.core.units import SECOND_US

SOURCES, DOMAINS, TOPICS, PATHS = 600, 12_000, 3_000, 800
SERVICES = (("mqtt", 60), ("dns", 15), ("https", 10), ("http", 5), ("smb", 4), ("modbus", 4), ("ssh", 1), ("ldap", 1))
VERBS = {
    "mqtt": ("PUBLISH", "SUBSCRIBE", "CONNECT"), "dns": ("A", "AAAA", "TXT", "PTR"), "https": ("",),
    "http": ("GET", "POST", "PUT"), "smb": ("open", "read", "write", "delete"),
    "modbus": ("read_holding_registers", "read_coils", "write_single_register"), "ssh": ("login", "exec"),
    "ldap": ("bind", "search"),
}  # fmt: skip
PORTS = {"mqtt": 8883, "dns": 53, "https": 443, "http": 80, "smb": 445, "modbus": 502, "ssh": 22, "ldap": 389}


class Rule(NamedTuple):
    """A detection as YAML, and the same as a condition in SQL."""

    service: str
    detection: str
    sql: str


def _r(service: str, detection: str, sql: str) -> Rule:
    return Rule(service, detection, f"service = '{service}' AND ({sql})" if service else sql)


RULES = (
    _r("", "s: {dst_port: [23, 3389, 5900]}", "dst_port IN (23, 3389, 5900)"),
    _r("", "s: {src|startswith: 'camera-09', dst: dc-07}", "src LIKE 'camera-09%' AND dst = 'dc-07'"),
    _r("", "s: {action: deny, dst_port|lt: 443}", "action = 'deny' AND dst_port < 443"),
    _r("", "s: {bytes_out|gt: 99950}", "bytes_out > 99950"),
    _r("", "s: {bytes_out|gte: 50000, bytes_in|lt: 30}", "bytes_out >= 50000 AND bytes_in < 30"),
    _r("", "s: {state: [S0, REJ], src|startswith: 'ws-01'}", "state IN ('S0', 'REJ') AND src LIKE 'ws-01%'"),
    _r("", "s: {user: admin, service: [ssh, smb]}", "user = 'admin' AND service IN ('ssh', 'smb')"),
    _r("", "s: {user|contains: root, service: dns}", "user LIKE '%root%' AND service = 'dns'"),
    _r("", "s: {status: ['401', failed], dst: dc-01}", "status IN ('401', 'failed') AND dst = 'dc-01'"),
    _r("", "s: {src|re: '^amr-0[0-4]7$', dst: dc-09}",
       "regexp_matches(src, '^amr-0[0-4]7$') AND dst = 'dc-09'"),
    _r("", "s: {src_port|lt: 1030}", "src_port < 1030"),
    _r("", "s: {duration|gt: 29.99}", "duration_us > 29990000"),
    _r("", "s: {transport: udp}\n  f: {dst|startswith: [dns-, web-, dc-, broker-, plc-0]}\n  condition: s and not f",
       "transport = 'udp' AND NOT (dst LIKE 'dns-%' OR dst LIKE 'web-%' OR dst LIKE 'dc-%' OR "
       "dst LIKE 'broker-%' OR dst LIKE 'plc-0%')"),
    _r("", "s: {src|endswith: '-007', dst|endswith: '-07'}", "src LIKE '%-007' AND dst LIKE '%-07'"),
    _r("", "s: {verb|contains: write, dst|startswith: web-, user: bob}",
       "verb LIKE '%write%' AND dst LIKE 'web-%' AND user = 'bob'"),
    _r("", "s: {object|contains: '..'}", "object LIKE '%..%'"),
    _r("dns", "s: {query|endswith: ['.top', '.xyz', '.ru']}",
       "object LIKE '%.top' OR object LIKE '%.xyz' OR object LIKE '%.ru'"),
    _r("dns", "s: {qtype_name: TXT, dst: plc-03}", "verb = 'TXT' AND dst = 'plc-03'"),
    _r("dns", "s: {rcode_name: NXDOMAIN, user: alice}", "status = 'NXDOMAIN' AND user = 'alice'"),
    _r("dns", "s: {query|re: '99[0-9]{4}'}", "regexp_matches(object, '99[0-9]{4}')"),
    _r("dns", "s: {query|contains|all: [a, '9999']}", "object LIKE '%a%' AND object LIKE '%9999%'"),
    _r("dns", "s: {query|startswith: www, src|startswith: amr-00, user: bob}",
       "object LIKE 'www%' AND src LIKE 'amr-00%' AND user = 'bob'"),
    _r("dns", "s: {dst|startswith: dns-}\n  u: {user: svc-root}\n  condition: u and not s",
       "dst NOT LIKE 'dns-%' AND user = 'svc-root'"),
    _r("dns", "s: {query: '*.invalid'}", "object LIKE '%.invalid'"),
    _r("modbus", "s: {func|startswith: write, dst: plc-01}", "verb LIKE 'write%' AND dst = 'plc-01'"),
    _r("modbus", "s: {func|startswith: write, src|startswith: ws-05}", "verb LIKE 'write%' AND src LIKE 'ws-05%'"),
    _r("modbus", "s: {value|gt: 95.5}", "value > 95.5"),
    _r("smb", "s: {action: [write, delete], src|startswith: [camera-00, amr-00]}",
       "verb IN ('write', 'delete') AND (src LIKE 'camera-00%' OR src LIKE 'amr-00%')"),
    _r("smb", "s: {path|endswith: [.exe, .dll, .locked]}",
       "object LIKE '%.exe' OR object LIKE '%.dll' OR object LIKE '%.locked'"),
    _r("smb", "s: {path|contains: 'c$'}", "object LIKE '%c$%'"),
    _r("http", "s: {method: PUT, uri|startswith: /api/config}", "verb = 'PUT' AND object LIKE '/api/config%'"),
    _r("http", "s: {uri|contains: [passwd, cmd=, select]}",
       "object LIKE '%passwd%' OR object LIKE '%cmd=%' OR object LIKE '%select%'"),
    _r("http", "s: {status_code: ['401', '403']}", "status IN ('401', '403')"),
    _r("ssh", "s: {command: exec}\n  f: {src|startswith: ws-}\n  condition: s and not f",
       "verb = 'exec' AND src NOT LIKE 'ws-%'"),
    _r("ssh", "s: {user: [root, admin], auth_success: '401'}", "user IN ('root', 'admin') AND status = '401'"),
    _r("",
       "a: {dst: plc-15}\n  b: {src|startswith: [ws-, camera-]}\n  c: {action: allow}\n  condition: all of *",
       "dst = 'plc-15' AND (src LIKE 'ws-%' OR src LIKE 'camera-%') AND action = 'allow'"),
    _r("", "a_1: {bytes_out|gt: 99900}\n  a_2: {bytes_in|gt: 99900}\n  b: {tap: edge}\n  condition: 1 of a_* and b",
       "(bytes_out > 99900 OR bytes_in > 99900) AND tap = 'edge'"),
)  # fmt: skip


def text_of(number: int, rule: Rule) -> str:
    """*rule* as a file."""
    source = f"service: {rule.service}" if rule.service else "category: network_connection"
    condition = "" if "condition:" in rule.detection else "\n  condition: s"
    return f"title: Rule {number:02d}\nlogsource: {{{source}}}\ndetection:\n  {rule.detection}{condition}\n"


def flows(rows: int, names: Names) -> Columns:
    """*rows* flows in order of time, keyed draws, every column of the table."""
    draw = _Draw(rows)
    columns = {
        column.name: np.zeros(rows, dtype=DTYPES[column.kind]) for column in RECORDS["flow"].columns
    }  # fmt: skip
    services = np.repeat(np.arange(len(SERVICES)), [share for _, share in SERVICES])[draw.integers("service", 0, 100)]
    words = [service for service, _ in SERVICES]
    columns["service"] = names.codes(words).astype(np.int32)[services]
    columns["dst_port"] = np.array([PORTS[word] for word in words])[services]
    columns["transport"] = names.codes("udp" if word == "dns" else "tcp" for word in words).astype(np.int32)[services]
    kinds = ("amr", "ws", "camera", "gateway", "sensor", "dc")
    columns["src"] = draw.text("src", names, [f"{kinds[n % 6]}-{n // 6:03d}" for n in range(SOURCES)])
    ends = [f"{kind}-{n:02d}" for kind in ("broker", "dc", "dns", "plc", "web") for n in range(20)]
    columns["dst"] = draw.text("dst", names, ends)
    columns["tap"] = draw.text("tap", names, ["core", "core", "core", "edge"])
    columns["action"] = draw.text("action", names, ["allow"] * 39 + ["deny"])
    columns["state"] = draw.text("state", names, ["SF"] * 37 + ["S0", "REJ", "RSTO"])
    columns["status"] = draw.text("status", names, ["ok"] * 58 + ["401", "NXDOMAIN"])
    columns["user"] = draw.text("user", names, [""] * 95 + ["admin", "root", "alice", "bob", "svc-root"])
    for column, low, high in (("src_port", 1024, 65_536), ("bytes_out", 0, 100_000), ("bytes_in", 0, 100_000)):
        columns[column] = draw.integers(column, low, high)
    columns["duration_us"] = draw.integers("duration", 0, 30 * SECOND_US)
    columns["value"] = draw.uniform("value") * 100.0
    columns["time"] = np.arange(rows, dtype=np.int64) * 1_000
    columns["flow"] = np.arange(1, rows + 1, dtype=np.uint64)
    _records(columns, services, words, names, draw)
    return columns


def _records(columns: Columns, services: np.ndarray, words: list[str], names: Names, draw: _Draw) -> None:
    """Verb and object, by service."""
    objects = {
        "mqtt": [f"site/room-{n % 40}/sensor-{n}" for n in range(TOPICS)],
        "dns": [
            f"{'www' if n % 9 else 'x'}{n * 7919 % 1_000_000}.example.{'top' if n % 400 == 0 else 'com'}"
            for n in range(DOMAINS)
        ],
        "http": [f"/api/{'config' if n % 20 == 0 else 'state'}/{n}" for n in range(PATHS)],
        "smb": [f"\\share\\{n}{'.exe' if n % 90 == 0 else '.doc'}" for n in range(PATHS)],
    }  # fmt: skip
    for number, word in enumerate(words):
        mine = (services == number).nonzero()[0]
        columns["verb"][mine] = draw.text("verb", names, VERBS[word])[mine]
        columns["object"][mine] = draw.text("object", names, objects.get(word, [""]))[mine]


class _Draw:
    """Keyed draws for each row."""

    def __init__(self, rows: int) -> None:
        self._member, self._number = np.zeros(rows, dtype=np.int64), np.arange(rows)

    def integers(self, purpose: str, low: int, high: int) -> np.ndarray:
        """Whole numbers from *low* up to below *high*."""
        return Streams.of(1, ["bench"], purpose).integers(self._member, self._number, low, high)

    def uniform(self, purpose: str) -> np.ndarray:
        """Numbers from 0 to 1."""
        return Streams.of(1, ["bench"], purpose).uniform(self._member, self._number)

    def text(self, purpose: str, names: Names, texts: list[str] | tuple[str, ...]) -> np.ndarray:
        """Codes of *texts*, alike in number."""
        codes = names.codes(texts).astype(np.int32)
        return codes[self.integers(purpose, 0, len(texts))]

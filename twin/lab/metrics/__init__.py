"""The metrics shelf: what a run is judged by, each a function of its log."""

from twin.core.shelf import Shelf
from twin.lab.metrics.base import Metric

METRICS: Shelf[Metric] = Shelf(
    "lab/metrics",
    {
        "alerts": "twin.lab.metrics.alerts:Alerts",
        "analyst_minutes": "twin.lab.metrics.analyst_minutes:AnalystMinutes",
        "assets_compromised": "twin.lab.metrics.assets_compromised:AssetsCompromised",
        "assets_reached": "twin.lab.metrics.assets_reached:AssetsReached",
        "base_rate": "twin.lab.metrics.base_rate:BaseRate",
        "bytes_out": "twin.lab.metrics.bytes_out:BytesOut",
        "contacts": "twin.lab.metrics.contacts:Contacts",
        "energy_kwh": "twin.lab.metrics.energy_kwh:EnergyKwh",
        "excessive_denied": "twin.lab.metrics.excessive_denied:ExcessiveDenied",
        "false_alerts": "twin.lab.metrics.false_alerts:FalseAlerts",
        "kelvin_hours": "twin.lab.metrics.kelvin_hours:KelvinHours",
        "lateness_mean_min": "twin.lab.metrics.lateness_mean_min:LatenessMeanMin",
        "loss_attack_eur": "twin.lab.metrics.loss_attack_eur:LossAttackEur",
        "loss_containment_eur": "twin.lab.metrics.loss_containment_eur:LossContainmentEur",
        "loss_eur": "twin.lab.metrics.loss_eur:LossEur",
        "near_misses": "twin.lab.metrics.near_misses:NearMisses",
        "needs_contained": "twin.lab.metrics.needs_contained:NeedsContained",
        "needs_denied": "twin.lab.metrics.needs_denied:NeedsDenied",
        "orders_done": "twin.lab.metrics.orders_done:OrdersDone",
        "orders_late": "twin.lab.metrics.orders_late:OrdersLate",
        "precision": "twin.lab.metrics.precision:Precision",
        "product_at_risk_t": "twin.lab.metrics.product_at_risk_t:ProductAtRiskT",
        "protective_stops": "twin.lab.metrics.protective_stops:ProtectiveStops",
        "recall": "twin.lab.metrics.recall:Recall",
        "robot_minutes_attack": "twin.lab.metrics.robot_minutes_attack:RobotMinutesAttack",
        "robot_minutes_containment": "twin.lab.metrics.robot_minutes_containment:RobotMinutesContainment",
        "robot_minutes_lost": "twin.lab.metrics.robot_minutes_lost:RobotMinutesLost",
        "time_to_contain_s": "twin.lab.metrics.time_to_contain_s:TimeToContainS",
        "time_to_detect_s": "twin.lab.metrics.time_to_detect_s:TimeToDetectS",
        "time_to_recover_s": "twin.lab.metrics.time_to_recover_s:TimeToRecoverS",
        "undetected": "twin.lab.metrics.undetected:Undetected",
    },
)

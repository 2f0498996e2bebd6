"""The detectors shelf: rules, behaviour and physics, all blind to the truth."""

from twin.core.shelf import Shelf
from twin.detectors.base import Detector

DETECTORS: Shelf[Detector] = Shelf(
    "detectors",
    {
        "scan": "twin.detectors.scan:Scan",
        "allow_list": "twin.detectors.allow_list:AllowList",
        "volume": "twin.detectors.volume:Volume",
        "dns": "twin.detectors.dns:Dns",
        "physical_residual": "twin.detectors.physical_residual:PhysicalResidual",
        "bus_forensics": "twin.detectors.bus_forensics:BusForensics",
        "sensor_fusion": "twin.detectors.sensor_fusion:SensorFusion",
        "cusum": "twin.detectors.cusum:Cusum",
        "chi_square": "twin.detectors.chi_square:ChiSquare",
        "sigma": "twin.detectors.sigma:Sigma",
        "beacon": "twin.detectors.beacon:Beacon",
        "new_contact": "twin.detectors.new_contact:NewContact",
        "unknown_asset": "twin.detectors.unknown_asset:UnknownAsset",
        "anomaly": "twin.detectors.anomaly:Anomaly",
        "federated": "twin.detectors.federated:Federated",
        "tap_health": "twin.detectors.tap_health:TapHealth",
        "zone_crossing": "twin.detectors.zone_crossing:ZoneCrossing",
        "class_baseline": "twin.detectors.class_baseline:ClassBaseline",
        "encrypted": "twin.detectors.encrypted:Encrypted",
        "always": "twin.detectors.always:Always",
        "never": "twin.detectors.never:Never",
        "random": "twin.detectors.random:Random",
    },
)

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
        "cusum": "twin.detectors.cusum:Cusum",
        "chi_square": "twin.detectors.chi_square:ChiSquare",
        "sigma": "twin.detectors.sigma:Sigma",
        "beacon": "twin.detectors.beacon:Beacon",
        "new_contact": "twin.detectors.new_contact:NewContact",
        "unknown_asset": "twin.detectors.unknown_asset:UnknownAsset",
        "tap_health": "twin.detectors.tap_health:TapHealth",
        "always": "twin.detectors.always:Always",
        "never": "twin.detectors.never:Never",
        "random": "twin.detectors.random:Random",
    },
)

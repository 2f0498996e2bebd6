"""The devices shelf: everything with an interface, and what each needs, offers and does."""

from twin.core.shelf import Shelf
from twin.devices.base import Device

DEVICES: Shelf[Device] = Shelf(
    "devices",
    {
        "access_point": "twin.devices.access_point:AccessPoint",
        "amr": "twin.devices.amr:Amr",
        "broker": "twin.devices.broker:Broker",
        "camera": "twin.devices.camera:Camera",
        "coffee_machine": "twin.devices.coffee_machine:CoffeeMachine",
        "contractor": "twin.devices.contractor:Contractor",
        "conveyor": "twin.devices.conveyor:Conveyor",
        "dns_resolver": "twin.devices.dns_resolver:DnsResolver",
        "domain_controller": "twin.devices.domain_controller:DomainController",
        "door_controller": "twin.devices.door_controller:DoorController",
        "external_resolver": "twin.devices.external_resolver:ExternalResolver",
        "fleet_manager": "twin.devices.fleet_manager:FleetManager",
        "gateway": "twin.devices.gateway:Gateway",
        "historian": "twin.devices.historian:Historian",
        "hvac_controller": "twin.devices.hvac_controller:HvacController",
        "implant": "twin.devices.implant:Implant",
        "legacy_controller": "twin.devices.legacy_controller:LegacyController",
        "load_balancer": "twin.devices.load_balancer:LoadBalancer",
        "maintenance_station": "twin.devices.maintenance_station:MaintenanceStation",
        "nvr": "twin.devices.nvr:Nvr",
        "personal_device": "twin.devices.personal_device:PersonalDevice",
        "printer": "twin.devices.printer:Printer",
        "sensor": "twin.devices.sensor:Sensor",
        "thermostat": "twin.devices.thermostat:Thermostat",
        "vendor_cloud": "twin.devices.vendor_cloud:VendorCloud",
        "wms": "twin.devices.wms:Wms",
        "workstation": "twin.devices.workstation:Workstation",
    },
)

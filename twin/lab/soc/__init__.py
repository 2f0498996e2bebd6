"""The security operations centre: people who work through alerts, and the playbooks that follow."""

"""The installation's upkeep: its folder and database, upgrades, backups, the server, logs, and checks of the place."""

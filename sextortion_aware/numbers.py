"""The two numbers that stand on every page, error and mail, even when Django does not start."""

EMERGENCY = "999"
POLICE = "101"

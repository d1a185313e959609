"""Tries to open a connection: what the security groups of this function let through is reached, everything else is not."""
import socket


def handler(event, context):
    try:
        socket.create_connection((event["host"], event["port"]), 2).close()
        return "reached"
    except OSError:
        return "not reached"

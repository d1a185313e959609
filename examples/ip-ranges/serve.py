"""Serves an ip-ranges.json of the form that AWS publishes, made up of a seed: GET /SYNC_TOKEN/ip-ranges.json

From the sync token 1700000002 on this server is itself one of DYNAMODB's addresses in eu-central-1. Listens at the address
of this machine that others reach, prints its URL, and answers until it is ended.
"""
import http.server
import ipaddress
import json
import random
import socket
import sys

REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "eu-west-1", "ap-southeast-2", "sa-east-1", "GLOBAL"]
SERVICES = ["AMAZON", "EC2", "S3", "CLOUDFRONT", "DYNAMODB", "API_GATEWAY", "ROUTE53"]
IPV4, IPV6 = 6000, 2000
LISTED_FROM = 1700000002


def own_address():
    """By which the rest of the world is reached; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))
            return way.getsockname()[0]
        except OSError:
            return "127.0.0.1"


ADDRESS = own_address()


def ranges(token):
    """The same for the same token; a newer token has other ranges in part."""
    def made(seed, count, network):
        source = random.Random(seed)
        return [network(source) for _ in range(count)]

    def four(source):
        return str(ipaddress.IPv4Network((source.randrange(1 << 24) << 8, 24)))

    def six(source):
        return str(ipaddress.IPv6Network(((0x2600 << 112) | (source.randrange(1 << 32) << 80), 48)))

    def placed(field, prefixes):
        return [{field: prefix, "region": REGIONS[i % 7], "service": SERVICES[i // 7 % 7],
                 "network_border_group": REGIONS[i % 7]} for i, prefix in enumerate(prefixes)]

    changed = IPV4 // 10
    own = [{"ip_prefix": ADDRESS + "/32", "region": "eu-central-1", "service": "DYNAMODB",
            "network_border_group": "eu-central-1"}] if int(token) >= LISTED_FROM else []
    return {
        "syncToken": token, "createDate": "2026-01-01-00-00-00",
        "prefixes": placed("ip_prefix", made("four", IPV4 - changed, four) + made("four " + token, changed, four)) + own,
        "ipv6_prefixes": placed("ipv6_prefix", made("six", IPV6, six)),
    }


class Handler(http.server.BaseHTTPRequestHandler):

    def do_GET(self):
        body = json.dumps(ranges(self.path.strip("/").split("/")[0])).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer((ADDRESS, 0), Handler)
    print(f"http://{ADDRESS}:{server.server_port}", flush=True)
    server.serve_forever()

"""What botocore is given beside its own: the way to Hearth's APIs, whose names nothing resolves, by HTTPS's own port.

Functions send to their WebSocket clients at ``https://`` and the event's ``domainName``.
"""

import os
import re
import sys

API = r"https://([a-z0-9]+\.execute-api\.[a-z0-9-]+\.(localhost|amazonaws\.com))(:443)?(/.*)?$"
MODULE = "botocore.httpsession"


def _redirect(module, endpoint):
    session = module.URLLib3Session
    send = session.send

    def send_there(self, request):
        api = re.match(API, request.url)
        if api:
            request.url = endpoint + (api.group(4) or "/")
            request.headers["Host"] = api.group(1)
        return send(self, request)

    session.send = send_there


class _Finder:
    """Finds the module once, as everybody else would, and has it changed when it is loaded."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def find_spec(self, name, path=None, target=None):
        if name != MODULE:
            return None
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name, path)
        if spec and spec.loader:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                _redirect(module, self.endpoint)

            spec.loader.exec_module = exec_module
        return spec


def furnish():
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        sys.meta_path.insert(0, _Finder(endpoint.rstrip("/")))

"""Sends to a host of an API as boto3 does."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "fake"))

from botocore.httpsession import URLLib3Session


class Request:
    def __init__(self, url):
        self.url = url
        self.headers = {}


def handler(event, context):
    return [URLLib3Session().send(Request(url)) for url in event]

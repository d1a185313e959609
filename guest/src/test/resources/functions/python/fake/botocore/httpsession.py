"""Stands for botocore's own module of this name."""


class URLLib3Session:
    def send(self, request):
        return {"url": request.url, "host": request.headers.get("Host")}

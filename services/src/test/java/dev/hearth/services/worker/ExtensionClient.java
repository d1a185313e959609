package dev.hearth.services.worker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** An extension's side of the Extensions API over one connection. */
final class ExtensionClient implements Closeable {

    private final RuntimeApiClient http;
    private String id = "";

    ExtensionClient(InetSocketAddress address) throws IOException {
        http = new RuntimeApiClient(address);
    }

    RuntimeApiClient.Reply register(String name, String events) throws IOException {
        RuntimeApiClient.Reply reply = call(
                "POST",
                "/2020-01-01/extension/register",
                "Lambda-Extension-Name: " + name + "\r\nLambda-Extension-Accept-Feature: accountId\r\n",
                "{\"events\":" + events + "}");
        id = reply.headers().getOrDefault("lambda-extension-identifier", "");
        return reply;
    }

    RuntimeApiClient.Reply next() throws IOException {
        return call("GET", "/2020-01-01/extension/event/next", "", "");
    }

    RuntimeApiClient.Reply exitError(String type) throws IOException {
        return call(
                "POST",
                "/2020-01-01/extension/exit/error",
                "Lambda-Extension-Function-Error-Type: " + type + "\r\n",
                "{}");
    }

    RuntimeApiClient.Reply subscribe(String body) throws IOException {
        return call("PUT", "/2022-07-01/telemetry", "", body);
    }

    RuntimeApiClient.Reply call(String method, String path, String fields, String body) throws IOException {
        String identifier = id.isEmpty() ? "" : "Lambda-Extension-Identifier: " + id + "\r\n";
        http.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + identifier + fields + "Content-Length: "
                + body.length() + "\r\n\r\n" + body);
        return http.receive();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}

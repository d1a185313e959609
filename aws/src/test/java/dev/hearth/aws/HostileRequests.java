package dev.hearth.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Requests that nobody should send, from a seed: broken HTTP, broken signatures, and properly signed requests for every
 * route with content that is wrong in every way.
 */
public final class HostileRequests {

    /**
     * One request.
     *
     * @param what its kind, for a failure's message
     * @param bytes to send
     * @param whole whether the server can know its end, so that it must answer or close without our closing
     * @param signed whether the signature is good, so that even a success is no fault
     */
    public record Hostile(String what, byte[] bytes, boolean whole, boolean signed) {}

    private static final List<String> SERVICES = List.of("lambda", "logs", "sts", "sqs");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "X");
    private static final List<String> LABELS = List.of(
            "x",
            "%00",
            "%2e%2e%2f",
            "..%2f..%2fetc",
            "%ff%fe",
            "%C0%80",
            "%",
            "%zz",
            "%F0%9F%94%A5",
            "a".repeat(300),
            "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Ax%3A%24LATEST%3Ay",
            "$LATEST",
            "%20",
            "x;y",
            "{x}",
            "x%3A1%3A2",
            "missing",
            "%0d%0aX-Evil%3A%201");
    private static final List<String> QUERIES = List.of(
            "",
            "",
            "?",
            "?MaxItems=abc",
            "?MaxItems=-1",
            "?MaxItems=99999999999",
            "?Marker=%ff",
            "?Qualifier=",
            "?Qualifier=%00",
            "?Qualifier=" + "9".repeat(300),
            "?a=1&a=2",
            "?&&&",
            "?=x",
            "?%",
            "?tagKeys=",
            "?find=LayerVersion",
            "?X-Amz-Signature=00",
            "?Action=GetCallerIdentity",
            "?FunctionVersion=SOME");

    private final Random random;
    private final HostileJson json;
    private final TinySigner good;
    private final TinySigner unknownKey;
    private final TinySigner wrongSecret;
    private final List<String[]> routes = new ArrayList<>();

    public HostileRequests(long seed, String keyId, String secret, String region) {
        random = new Random(seed);
        json = new HostileJson(random);
        good = new TinySigner(keyId, secret, region);
        unknownKey = new TinySigner("AKIANOBODY", secret, region);
        wrongSecret = new TinySigner(keyId, "wrong", region);
        for (String service : SERVICES) {
            ApiModel model = ApiModel.load(service);
            model.operations().values().stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .forEach(operation -> routes.add(new String[] {
                        service, operation.method(), operation.template().text(), target(model, operation.name())
                    }));
        }
    }

    private static String target(ApiModel model, String operation) {
        return model.target().isEmpty() ? operation : model.target() + "." + operation;
    }

    public Hostile next() {
        return switch (random.nextInt(12)) {
            case 0 -> garbage();
            case 1 -> brokenHead();
            case 2 -> brokenBody();
            case 3 -> unsigned();
            case 4, 5 -> badlySigned();
            default -> signed();
        };
    }

    private Hostile garbage() {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        return new Hostile("garbage", bytes, false, false);
    }

    private Hostile brokenHead() {
        String[] route = route();
        String line = route[1] + " " + uri(route) + " HTTP/1.1\r\n";
        String head = switch (random.nextInt(14)) {
            case 0 -> "GET\r\n\r\n";
            case 1 -> "GET / HTTP/9.9\r\nHost: x\r\n\r\n";
            case 2 -> "GET / HTTQ/1.1\r\n\r\n";
            case 3 -> "GET /" + "a".repeat(20_000 + random.nextInt(100_000)) + " HTTP/1.1\r\nHost: x\r\n\r\n";
            case 4 -> line + "X: " + "a".repeat(40_000 + random.nextInt(200_000)) + "\r\n\r\n";
            case 5 -> line + "X-Many: 1\r\n".repeat(10_000) + "\r\n";
            case 6 -> line + "no colon here\r\n\r\n";
            case 7 -> line + ": no name\r\n\r\n";
            case 8 -> line + "Content-Length: -5\r\n\r\n";
            case 9 -> line + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef";
            case 10 -> line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
            case 11 -> line + "Host: a\u0000b\r\n\r\n";
            case 12 -> line + "Transfer-Encoding: gzip, nonsense\r\nHost: x\r\n\r\n";
            default -> line + "Host: x\r\n folded: y\r\nContent-Length: 99999999999999999999\r\n\r\n";
        };
        return new Hostile("broken head", head.getBytes(StandardCharsets.ISO_8859_1), false, false);
    }

    private Hostile brokenBody() {
        String[] route = route();
        String uri = uri(route);
        byte[] body = json.next();
        String head = route[1] + " " + uri + " HTTP/1.1\r\n" + sign(good, route, route[1], uri, body);
        String rest = switch (random.nextInt(5)) {
            case 0 -> "content-length: " + (body.length + 1 + random.nextInt(1000)) + "\r\n\r\n";
            case 1 -> "transfer-encoding: chunked\r\n\r\nzz\r\n";
            case 2 -> "transfer-encoding: chunked\r\n\r\n" + Integer.toHexString(body.length + 5) + "\r\n";
            case 3 -> "transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n";
            default -> "content-length: 80000000\r\nexpect: 100-continue\r\n\r\n";
        };
        return new Hostile("broken body", join(head + rest, body), false, false);
    }

    private Hostile unsigned() {
        String[] route = route();
        byte[] body = json.next();
        String head = method(route) + " " + uri(route) + " HTTP/1.1\r\nhost: localhost\r\n" + extra(route)
                + "content-length: " + body.length + "\r\n\r\n";
        return new Hostile("unsigned " + head, join(head, body), true, false);
    }

    private Hostile badlySigned() {
        String[] route = route();
        String method = method(route);
        String uri = uri(route);
        byte[] body = json.next();
        String headers = switch (random.nextInt(9)) {
            case 0 -> sign(unknownKey, route, method, uri, body);
            case 1 -> sign(wrongSecret, route, method, uri, body);
            case 2 -> sign(good, route, method, uri + "x", body);
            case 3 -> sign(good, route, method, uri, "other".getBytes(StandardCharsets.UTF_8));
            case 4 -> sign(good, route, method, uri, body).replace("SignedHeaders=", "SignedHeaders=;;;x");
            case 5 -> sign(good, route, method, uri, body).replaceAll("x-amz-date: [0-9]{4}", "x-amz-date: 1999");
            case 6 -> sign(good, route, method, uri, body).replaceAll("x-amz-date: .*", "x-amz-date: 99999999T999999Z");
            case 7 ->
                sign(good, route, method, uri, body)
                        .replaceAll("Credential=[^,]*", "Credential=" + "/".repeat(random.nextInt(9)));
            default -> damaged(sign(good, route, method, uri, body));
        };
        String head = method + " " + uri + " HTTP/1.1\r\n" + headers + "content-length: " + body.length + "\r\n\r\n";
        return new Hostile("badly signed " + head, join(head, body), true, false);
    }

    /** Another character in the key or the signature: elsewhere a change may mean the same, as a blank for a comma. */
    private String damaged(String headers) {
        StringBuilder damaged = new StringBuilder(headers);
        String part = random.nextBoolean() ? "Credential=" : "Signature=";
        int at = headers.indexOf(part) + part.length() + random.nextInt(20);
        char other = "=,;/ AWS4é".charAt(random.nextInt(10));
        damaged.setCharAt(at, other == headers.charAt(at) ? '-' : other);
        return damaged.toString();
    }

    private Hostile signed() {
        String[] route = route();
        String method = method(route);
        String uri = uri(route);
        byte[] body = route[0].equals("sts") ? form(route[3]) : json.next();
        String head = method + " " + uri + " HTTP/1.1\r\n" + sign(good, route, method, uri, body) + "content-length: "
                + body.length + "\r\n\r\n";
        return new Hostile(
                "signed " + head + new String(body, 0, Math.min(200, body.length), StandardCharsets.UTF_8),
                join(head, body),
                true,
                true);
    }

    private byte[] form(String action) {
        String form = switch (random.nextInt(6)) {
            case 0 -> "Action=" + action + "&Version=2011-06-15&" + "a.".repeat(200) + "=1";
            case 1 -> "Action=Nonsense";
            case 2 -> "Action=" + action + "&DurationSeconds=abc&Tags.member.1.Key=a&Tags.member.x=b&Tags.member.-1=c";
            case 3 -> "a=1&".repeat(5000);
            case 4 -> "Action=" + action + "&%ff=%zz";
            default -> "Action=" + action + "&Version=2011-06-15";
        };
        return form.getBytes(StandardCharsets.UTF_8);
    }

    private String sign(TinySigner signer, String[] route, String method, String uri, byte[] body) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("x-amz-target", random.nextInt(10) == 0 ? "Nonsense.Nothing" : route[3]);
        if (random.nextInt(6) == 0) {
            headers.put("x-amz-invocation-type", random.nextBoolean() ? "Event" : "Sideways");
            headers.put("x-amz-client-context", random.nextBoolean() ? "e30=" : "!" + "x".repeat(random.nextInt(5000)));
            headers.put("x-amz-log-type", random.nextBoolean() ? "Tail" : "Head");
        }
        if (random.nextInt(8) == 0) {
            headers.put("x-amz-content-sha256", random.nextBoolean() ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" : "00");
            headers.put("content-encoding", "aws-chunked");
        }
        String service = random.nextInt(20) == 0 ? "nothing" : route[0];
        return signer.headers(service, method, uri, headers, body) + extra(route);
    }

    private String extra(String[] route) {
        return route[0].equals("sts")
                ? "content-type: application/x-www-form-urlencoded\r\n"
                : "content-type: application/x-amz-json-1." + random.nextInt(3) + "\r\n";
    }

    private String[] route() {
        return routes.get(random.nextInt(routes.size()));
    }

    private String method(String[] route) {
        return random.nextInt(6) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : route[1];
    }

    private String uri(String[] route) {
        StringBuilder uri = new StringBuilder();
        for (String part : route[2].split("[{}]")) {
            boolean label = route[2].contains("{" + part + "}");
            uri.append(label ? LABELS.get(random.nextInt(LABELS.size())) : part);
        }
        String path = uri.indexOf("?") >= 0 ? uri.substring(0, uri.indexOf("?")) : uri.toString();
        return path + QUERIES.get(random.nextInt(QUERIES.size()));
    }

    private static byte[] join(String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}

package dev.hearth.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Hearth of the benchmark's own, as {@code ./hearth up} starts it, on a free port and a data folder that is thrown
 * away.
 */
final class HearthProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("^ready (\\S+)");
    private static final Pattern EXPORT = Pattern.compile("^export (\\w+)='?([^']*)'?$");
    private static final Pattern ENVIRONMENT = Pattern.compile("\"env-[0-9a-f]+\"");
    private static final Pattern URL_ID = Pattern.compile("\"FunctionUrl\":\"https?://([^.]+)\\.");
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int PATIENCE_POLLS = 1000;
    private static final int POLL_MILLIS = 20;

    private final Child process;
    private final Signer signer;
    private final List<String> status;

    private HearthProcess(Child process, Signer signer, List<String> status) {
        this.process = process;
        this.signer = signer;
        this.status = status;
    }

    /**
     * Where one runs.
     *
     * @param before what goes before its command
     * @param port its own; 0 for a free one
     * @param reached the port by which the benchmark reaches it; 0 for its own
     */
    record Where(List<String> before, Map<String, String> environment, int port, int reached) {
        static final Where HERE = new Where(List.of(), Map.of(), 0, 0);
    }

    /** Starts one and waits until it is ready. */
    static HearthProcess start(String launcher, Path data, String... more) {
        return start(Where.HERE, launcher, data, more);
    }

    /** The same somewhere else. */
    static HearthProcess start(Where where, String launcher, Path data, String... more) {
        return start(where, launcher, data, List.of(more), () -> {
            Map<String, String> variables = variables(launcher, data);
            return new Signer(
                    0,
                    variables.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                    variables.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                    variables.getOrDefault("AWS_REGION", ""));
        });
    }

    /** Starts one on data whose {@code keys} are known. */
    static HearthProcess startAgain(String launcher, Path data, Signer keys, String... more) {
        return startAgain(Where.HERE, launcher, data, keys, more);
    }

    /** The same somewhere else. */
    static HearthProcess startAgain(Where where, String launcher, Path data, Signer keys, String... more) {
        return start(where, launcher, data, List.of(more), () -> keys);
    }

    private static HearthProcess start(
            Where where, String launcher, Path data, List<String> more, Supplier<Signer> keys) {
        List<String> command = new ArrayList<>(where.before());
        command.addAll(List.of(launcher, "up", "--port", Integer.toString(where.port()), "--data", data.toString()));
        command.addAll(more);
        Child process = Child.start(command, where.environment());
        try {
            int own = URI.create(process.find(READY).group(1)).getPort();
            int port = where.reached() == 0 ? own : where.reached();
            Signer known = keys.get();
            Signer signer = new Signer(port, known.accessKeyId(), known.secretAccessKey(), known.region());
            return new HearthProcess(process, signer, List.of(launcher, "status", "--json", "--data", data.toString()));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** SIGKILL, and returns when it has gone. */
    void kill() {
        process.kill();
    }

    boolean lives() {
        return process.lives();
    }

    /** Sends a signal, by its name. */
    void signal(String name) {
        process.signal(name);
    }

    private static Map<String, String> variables(String launcher, Path data) {
        Map<String, String> variables = new HashMap<>();
        try (Child env = Child.start(List.of(launcher, "env", "--data", data.toString()), Map.of())) {
            for (int i = 0; i < 4; i++) {
                Matcher export = env.find(EXPORT);
                variables.put(export.group(1), export.group(2));
            }
        }
        return variables;
    }

    /** What signs requests for it. */
    Signer signer() {
        return signer;
    }

    int port() {
        return signer.port();
    }

    /** Its own resident memory, without the environments'. */
    double residentMb() {
        return process.residentMb();
    }

    /** How many environments it has now. */
    int environments() {
        try (Child child = Child.start(status, Map.of())) {
            return (int) ENVIRONMENT.matcher(child.result()).results().count();
        }
    }

    ServerMeter meter() {
        return new ServerMeter(process.pid());
    }

    /** Creates a function from a folder and waits until it is active. */
    void create(String name, String runtime, String handler, Path folder) {
        create(name, runtime, handler, folder, "");
    }

    /** The same of one file only; an empty name stands for all. */
    void create(String name, String runtime, String handler, Path folder, String file) {
        String zip = Base64.getEncoder().encodeToString(zip(folder, file));
        String body = "{\"FunctionName\":\"" + name + "\",\"Runtime\":\"" + runtime + "\",\"Handler\":\"" + handler
                + "\",\"Role\":\"arn:aws:iam::000000000000:role/any\",\"Timeout\":30,\"MemorySize\":256,"
                + "\"Code\":{\"ZipFile\":\"" + zip + "\"}}";
        call("POST", "/2015-03-31/functions", body, CREATED);
        for (int i = 0; i < PATIENCE_POLLS; i++) {
            String configuration = call("GET", "/2015-03-31/functions/" + name + "/configuration", "", OK);
            if (configuration.contains("\"State\":\"Active\"")) {
                return;
            }
            pause();
        }
        throw new BenchException(name + " did not become active");
    }

    /** Deletes a function; its environments end soon afterwards. */
    void delete(String name) {
        call("DELETE", "/2015-03-31/functions/" + name, "", NO_CONTENT);
    }

    /** Opens a streaming function URL to everybody; returns the path under which it is called on this port. */
    String streamingUrl(String name) {
        String permission = "{\"StatementId\":\"all\",\"Action\":\"lambda:InvokeFunctionUrl\",\"Principal\":\"*\","
                + "\"FunctionUrlAuthType\":\"NONE\"}";
        call("POST", "/2015-03-31/functions/" + name + "/policy", permission, CREATED);
        String url = call(
                "POST",
                "/2021-10-31/functions/" + name + "/url",
                "{\"AuthType\":\"NONE\",\"InvokeMode\":\"RESPONSE_STREAM\"}",
                CREATED);
        Matcher id = URL_ID.matcher(url);
        if (!id.find()) {
            throw new BenchException("no function URL in " + url);
        }
        return "/_url/" + id.group(1) + "/";
    }

    /** Puts an HTTP API in front of a function; the path below which it is. */
    String httpApi(String name) {
        letApisIn(name);
        String api = "{\"name\":\"bench\",\"protocolType\":\"HTTP\",\"target\":\"arn:aws:lambda:us-east-1:000000000000:"
                + "function:" + name + "\"}";
        String stage = "{\"stageName\":\"bench\",\"autoDeploy\":true,\"defaultRouteSettings\":{"
                + "\"throttlingRateLimit\":1000000,\"throttlingBurstLimit\":1000000}}";
        try (ApiClient client = new ApiClient(signer)) {
            String id =
                    client.must("apigateway", "POST", "/v2/apis", Map.of(), api).text("apiId");
            client.must("apigateway", "POST", "/v2/apis/" + id + "/stages", Map.of(), stage);
            return "/_api/" + id + "/bench/";
        }
    }

    private void letApisIn(String name) {
        String permission = "{\"StatementId\":\"api\",\"Action\":\"lambda:InvokeFunction\","
                + "\"Principal\":\"apigateway.amazonaws.com\"}";
        call("POST", "/2015-03-31/functions/" + name + "/policy", permission, CREATED);
    }

    /**
     * Puts a REST API in front of a function; the path below which it is: {@code open/…} is for all, {@code signed/…}
     * for whom IAM knows.
     */
    String restApi(String name) {
        letApisIn(name);
        String integration = "\"x-amazon-apigateway-integration\":{\"type\":\"aws_proxy\","
                + "\"httpMethod\":\"POST\",\"uri\":\"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + "arn:aws:lambda:us-east-1:000000000000:function:" + name + "/invocations\"}";
        String api = "{\"swagger\":\"2.0\",\"info\":{\"title\":\"bench\",\"version\":\"1\"},\"paths\":{"
                + "\"/open/{proxy+}\":{\"get\":{" + integration + "}},"
                + "\"/signed/{proxy+}\":{\"get\":{\"security\":[{\"sigv4\":[]}]," + integration + "}}},"
                + "\"securityDefinitions\":{\"sigv4\":{\"type\":\"apiKey\",\"name\":\"Authorization\","
                + "\"in\":\"header\",\"x-amazon-apigateway-authtype\":\"awsSigv4\"}}}";
        try (ApiClient client = new ApiClient(signer)) {
            String id = client.must("apigateway", "POST", "/restapis?mode=import", Map.of(), api)
                    .text("id");
            String deployments = "/restapis/" + id + "/deployments";
            client.must("apigateway", "POST", deployments, Map.of(), "{\"stageName\":\"bench\"}");
            String limits = "{\"patchOperations\":["
                    + "{\"op\":\"replace\",\"path\":\"/*/*/throttling/rateLimit\",\"value\":\"1000000\"},"
                    + "{\"op\":\"replace\",\"path\":\"/*/*/throttling/burstLimit\",\"value\":\"1000000\"}]}";
            client.must("apigateway", "PATCH", "/restapis/" + id + "/stages/bench", Map.of(), limits);
            return "/_api/" + id + "/bench/";
        }
    }

    /** The bytes of a signed GET of an API. */
    byte[] signedCall(String path) {
        return signer.request("execute-api", "GET", path, Map.of(), new byte[0]);
    }

    /** The bytes of a signed invocation whose response streams. */
    byte[] streamingInvocation(String name, String event) {
        String path = "/2021-11-15/functions/" + name + "/response-streaming-invocations";
        return signer.request("POST", path, Map.of(), event.getBytes(StandardCharsets.UTF_8));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    /** The bytes of a signed synchronous invocation. */
    byte[] invocation(String name, String event, Map<String, String> headers) {
        String path = "/2015-03-31/functions/" + name + "/invocations";
        return signer.request("POST", path, headers, event.getBytes(StandardCharsets.UTF_8));
    }

    /** Invokes once; an error is the benchmark's end. */
    RawHttp.Response invoke(String name, String event, Map<String, String> headers) {
        RawHttp.Response response = RawHttp.exchange(port(), invocation(name, event, headers));
        if (response.status() != OK || response.headers().containsKey("x-amz-function-error")) {
            throw new BenchException("invoking " + name + " gave " + response.status() + " " + response.body());
        }
        return response;
    }

    /** Hands in an event; what is not accepted is the benchmark's end. */
    void accept(String name, String event) {
        RawHttp.Response response =
                RawHttp.exchange(port(), invocation(name, event, Map.of("x-amz-invocation-type", "Event")));
        if (response.status() != ACCEPTED) {
            throw new BenchException("an event of " + name + " gave " + response.status() + " " + response.body());
        }
    }

    /** Reserves concurrency for a function. */
    void reserve(String name, int units) {
        String body = "{\"ReservedConcurrentExecutions\":" + units + "}";
        call("PUT", "/2017-10-31/functions/" + name + "/concurrency", body, OK);
    }

    private String call(String method, String path, String body, int expected) {
        byte[] request = signer.request(method, path, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        RawHttp.Response response = RawHttp.exchange(port(), request);
        if (response.status() != expected) {
            throw new BenchException(method + " " + path + " gave " + response.status() + " " + response.body());
        }
        return response.body().replace(" ", "");
    }

    /** A package of a folder's files, each executable. */
    private static byte[] zip(Path folder, String only) {
        try {
            Path file = Files.createTempDirectory("hearth-bench-zip").resolve("function.zip");
            Map<String, Object> options = Map.of("create", "true", "enablePosixFileAttributes", true);
            try (FileSystem archive = FileSystems.newFileSystem(file, options);
                    Stream<Path> files = Files.list(folder)) {
                for (Path each : files.filter(each -> only.isEmpty() || each.endsWith(only))
                        .toList()) {
                    Path entry = archive.getPath(each.getFileName().toString());
                    Files.copy(each, entry);
                    Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Files.copy(file, bytes);
            Files.delete(file);
            Files.delete(file.getParent());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new BenchException("cannot make a package of " + folder, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

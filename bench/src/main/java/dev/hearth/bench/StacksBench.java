package dev.hearth.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A stack of 100 functions with routes, deployed, and updated where one function changed; beside the API calls that it
 * is made of, made directly and as many at once.
 */
final class StacksBench {

    static final String NAME = "stacks";

    private static final int FUNCTIONS = 100;
    private static final int AT_ONCE = 24;
    private static final double MOST_DEPLOY_MILLIS = 20_000;
    private static final double MOST_UPDATE_MILLIS = 2_000;
    private static final int POLL_MILLIS = 10;
    private static final int POLLS = 12_000;
    private static final String BUCKET = "/bench-templates";
    private static final String FUNCTION_PATH = "/2015-03-31/functions";

    private final Stage stage;
    private final int functions;
    private final Signer signer;

    private StacksBench(Stage stage, int functions) {
        this.stage = stage;
        this.functions = functions;
        this.signer = stage.hearth().signer();
    }

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            return new StacksBench(stage, quick ? FUNCTIONS / 5 : FUNCTIONS).measure();
        }
    }

    private Report measure() {
        String zip = zip();
        try (ApiClient client = new ApiClient(signer)) {
            put(client, BUCKET, "");
            stage.progress("deploying a stack of " + functions + " functions");
            double deploy = millis(() -> stack(client, "CreateStack", "as it was", "CREATE_COMPLETE"));
            answers(client);
            List<Double> updates = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                String says = "round " + round;
                updates.add(millis(() -> stack(client, "UpdateStack", says, "UPDATE_COMPLETE")));
            }
            stage.progress("the same calls directly");
            double direct = millis(() -> direct(zip));
            List<Double> changes = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                String says = "round " + round;
                changes.add(millis(() -> change(client, says)));
            }
            double update = Medians.of(updates, each -> each);
            double change = Medians.of(changes, each -> each);
            return new Report(
                    NAME,
                    List.of(
                            Row.atMost(
                                    "stack of " + functions + " functions with routes",
                                    deploy,
                                    "ms",
                                    MOST_DEPLOY_MILLIS),
                            Row.beside(
                                    "the same beside its calls made directly", deploy, "ms", direct, direct / deploy),
                            Row.atMost("one function of it changed", update, "ms", MOST_UPDATE_MILLIS),
                            Row.beside(
                                    "the same beside its call made directly", update, "ms", change, change / update)));
        }
    }

    private static double millis(Runnable what) {
        long start = System.nanoTime();
        what.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Puts the template into a bucket, as clients do with large ones, asks for the operation and waits for its end. */
    private void stack(ApiClient client, String action, String says, String end) {
        put(client, BUCKET + "/template.json", StackTemplate.text(functions, says));
        String url = URLEncoder.encode("https://s3.amazonaws.com" + BUCKET + "/template.json", StandardCharsets.UTF_8);
        query(client, "Action=" + action + "&StackName=bench&TemplateURL=" + url);
        for (int poll = 0; poll < POLLS; poll++) {
            String status = status(query(client, "Action=DescribeStacks&StackName=bench"));
            if (status.equals(end)) {
                return;
            }
            if (!status.endsWith("IN_PROGRESS")) {
                throw new BenchException("the stack became " + status + ": "
                        + query(client, "Action=DescribeStackEvents&StackName=bench"));
            }
            Stage.rest(POLL_MILLIS);
        }
        throw new BenchException("the stack did not end");
    }

    private static void put(ApiClient client, String path, String body) {
        String hash = Signer.sha256(body.getBytes(StandardCharsets.UTF_8));
        client.must("s3", "PUT", path, Map.of("x-amz-content-sha256", hash), body);
    }

    private static String status(String answer) {
        return between(answer, "<StackStatus>", "</StackStatus>");
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String query(ApiClient client, String body) {
        Map<String, String> form = Map.of("content-type", "application/x-www-form-urlencoded");
        return client.must("cloudformation", "POST", "/", form, body + "&Version=2010-05-15")
                .body();
    }

    /** The last route must answer: what was deployed works. */
    private void answers(ApiClient client) {
        String id = between(query(client, "Action=DescribeStacks&StackName=bench"), "<OutputValue>", "</OutputValue>");
        String name = "f" + (functions - 1);
        RawHttp.Response answer = RawHttp.exchange(
                signer.port(),
                RawHttp.request(
                        "GET", "/_api/" + id + "/" + name, Map.of("host", "127.0.0.1:" + signer.port()), new byte[0]));
        if (answer.status() != 200 || !answer.body().equals(name)) {
            throw new BenchException("route " + name + " gave " + answer.status() + " " + answer.body());
        }
    }

    /** All calls that the stack is made of. */
    private void direct(String zip) {
        String api;
        try (ApiClient client = new ApiClient(signer)) {
            api = client.must(
                            "apigateway",
                            "POST",
                            "/v2/apis",
                            Map.of(),
                            "{\"name\":\"alone\",\"protocolType\":\"HTTP\"}")
                    .text("apiId");
            client.must(
                    "apigateway",
                    "POST",
                    "/v2/apis/" + api + "/stages",
                    Map.of(),
                    "{\"stageName\":\"$default\",\"autoDeploy\":true}");
        }
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(clients.submit(() -> {
                    try (ApiClient client = new ApiClient(signer)) {
                        for (int at = next.getAndIncrement(); at < functions; at = next.getAndIncrement()) {
                            one(client, api, at, zip);
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new BenchException("the calls failed", e);
        }
    }

    private static void one(ApiClient client, String api, int i, String zip) {
        client.must("lambda", "POST", FUNCTION_PATH, Map.of(), StackTemplate.creation(i, zip));
        until(client, i, text -> text.contains("\"State\":\"Active\""));
        client.must(
                "lambda",
                "POST",
                FUNCTION_PATH + "/alone-" + i + "/policy",
                Map.of(),
                "{\"StatementId\":\"api\",\"Action\":\"lambda:InvokeFunction\","
                        + "\"Principal\":\"apigateway.amazonaws.com\"}");
        String integration = client.must(
                        "apigateway",
                        "POST",
                        "/v2/apis/" + api + "/integrations",
                        Map.of(),
                        "{\"integrationType\":\"AWS_PROXY\",\"payloadFormatVersion\":\"2.0\",\"integrationUri\":\""
                                + StackTemplate.arn(i) + "\"}")
                .text("integrationId");
        client.must(
                "apigateway",
                "POST",
                "/v2/apis/" + api + "/routes",
                Map.of(),
                "{\"routeKey\":\"GET /f" + i + "\",\"target\":\"integrations/" + integration + "\"}");
    }

    private static void change(ApiClient client, String says) {
        client.must(
                "lambda",
                "PUT",
                FUNCTION_PATH + "/alone-0/configuration",
                Map.of(),
                "{\"Environment\":{\"Variables\":{\"SAYS\":\"" + says + "\"}}}");
        until(client, 0, text -> text.contains("\"LastUpdateStatus\":\"Successful\""));
    }

    private static void until(ApiClient client, int i, Predicate<String> ready) {
        for (int poll = 0; poll < POLLS; poll++) {
            String path = FUNCTION_PATH + "/alone-" + i + "/configuration";
            if (ready.test(
                    client.must("lambda", "GET", path, Map.of(), "").body().replace(" ", ""))) {
                return;
            }
            Stage.rest(POLL_MILLIS);
        }
        throw new BenchException("alone-" + i + " is not ready");
    }

    private static String zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.py"));
            zip.write("def handler(event, context):\n    return 1\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new BenchException("cannot make a package", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}

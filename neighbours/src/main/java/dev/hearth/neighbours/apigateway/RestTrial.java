package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code TestInvokeMethod}: a method as it is configured now, run without its authorizer, API key and throttle, and
 * without a deployment. What the integration is told and says stands in the log.
 */
final class RestTrial {

    static final String NAME = "TestInvokeMethod";

    /** What a function's policy must allow, and what the event says instead of what only a request over HTTP has. */
    private static final String STAGE = "test-invoke-stage";

    private static final String SOURCE_IP = "test-invoke-source-ip";
    private static final String DOMAIN = "testPrefix.testDomainName";
    private static final UsagePlans.Key KEY = new UsagePlans.Key("test-invoke-api-key-id", "test-invoke-api-key");

    private final Book book;
    private final Functions functions;
    private final HttpCaller caller;
    private final RestFlow flow;
    private final Ports ports;
    private final AwsScope scope;

    RestTrial(Book book, Functions functions, HttpCaller caller, RestFlow flow, Ports ports, AwsScope scope) {
        this.book = book;
        this.functions = functions;
        this.caller = caller;
        this.flow = flow;
        this.ports = ports;
        this.scope = scope;
    }

    /** Blocks until the method has answered; the book is free meanwhile. */
    Doc run(Doc in) {
        RestCall call = book.during(() -> call(in));
        TrialLog log = new TrialLog(ports.time(), call);
        long start = ports.time().nanos();
        GatewayResponse response = flow.over(log.listening(functions), log.listening(caller))
                .checked(call)
                .toCompletableFuture()
                .join();
        long latency = (ports.time().nanos() - start) / 1_000_000;
        Map<String, List<String>> headers = Text.grouped(response.headers());
        Doc firsts = Doc.empty();
        headers.forEach((name, values) -> firsts.put(name, values.getFirst()));
        String body = StandardCharsets.UTF_8.decode(response.body().duplicate()).toString();
        return Doc.of(
                "status", response.status(),
                "body", body,
                "headers", firsts,
                "multiValueHeaders", headers,
                "log", log.end(response.status(), body, headers),
                "latency", latency);
    }

    private RestCall call(Doc in) {
        String api = in.needed("restapi_id");
        if (book.find(Book.ACCOUNT, Shelf.REST_API, api) == null) {
            throw ApiError.NOT_FOUND.because("Invalid API identifier specified " + scope.account() + ":" + api);
        }
        Doc resource = book.find(api, RestResources.RESOURCE, in.needed("resource_id"));
        if (resource == null) {
            throw ApiError.invalid("Resource");
        }
        Doc kept = Doc.of("stageName", STAGE, "variables", in.get("stageVariables"));
        RestStage stage = RestCompiler.compile(api, kept, RestStages.configuration(book, api));
        String template = resource.text("path", "/");
        String verb = in.needed("http_method").toUpperCase(Locale.ROOT);
        RestStage.Resource found = stage.tree().find(Text.segments(template), here -> true);
        RestMethod method = found == null ? null : found.of(verb);
        if (method == null) {
            throw ApiError.invalid("Method");
        }
        String whole = in.text("pathWithQueryString", template);
        int mark = whole.indexOf('?');
        String path = mark < 0 ? whole : whole.substring(0, mark);
        if (!path.startsWith("/")) {
            path = "/" + path;
        }
        if (!fits(method.segments(), Text.segments(path))) {
            throw ApiError.BAD_REQUEST.because("The path " + path + " is none of the resource's, " + template);
        }
        GatewayRequest request = new GatewayRequest(
                api,
                path,
                false,
                verb,
                mark < 0 ? "" : whole.substring(mark + 1),
                headers(in),
                ByteBuffer.wrap(in.text("body", "").getBytes(StandardCharsets.UTF_8)),
                SOURCE_IP,
                DOMAIN,
                ports.randomness().uuid().toString(),
                null);
        return new RestCall(
                stage,
                method,
                request,
                path,
                PathTree.parameters(method.segments(), Text.segments(path)),
                Identity.UNKNOWN,
                KEY,
                ports.time().instant(),
                scope);
    }

    private static boolean fits(List<String> template, List<String> path) {
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            if (PathTree.isGreedy(segment)) {
                return path.size() > i;
            }
            if (i >= path.size() || !PathTree.isParameter(segment) && !segment.equals(path.get(i))) {
                return false;
            }
        }
        return template.size() == path.size();
    }

    private static HeaderList headers(Doc in) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        Doc lists = in.doc("multiValueHeaders");
        in.textMap("headers").forEach((name, value) -> {
            if (!lists.has(name)) {
                all.add(Map.entry(name, value));
            }
        });
        lists.members().keySet().forEach(name -> lists.texts(name).forEach(value -> all.add(Map.entry(name, value))));
        return new HeaderList(all);
    }
}

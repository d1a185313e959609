package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayAsyncClient;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2AsyncClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** API Gateway: its configuration with the SDK, its APIs with the JDK's client. */
@ExtendWith(SharedHearth.class)
class ApiGatewayTest {

    private static final String SITE = """
            import json
            def handler(event, context):
                if event.get("type") == "REQUEST":
                    token = (event.get("headers") or {}).get("authorization", "")
                    if "version" in event and event["version"] == "2.0":
                        return {"isAuthorized": token == "let me in", "context": {"who": "me"}}
                if event.get("type") == "TOKEN":
                    if event["authorizationToken"] == "strange": raise Exception("Unauthorized")
                    effect = "Allow" if event["authorizationToken"] == "let me in" else "Deny"
                    return {"principalId": "me", "context": {"who": "me"}, "policyDocument": {"Version": "2012-10-17",
                        "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": "*"}]}}
                context = event.get("requestContext", {})
                if event.get("body") == "who": return {"statusCode": 200, "body": context["connectionId"]}
                if context.get("eventType") == "MESSAGE":
                    return {"statusCode": 200, "body": "you said " + event["body"] + " to " + context["routeKey"]}
                if context.get("eventType"): return {"statusCode": 200}
                if event.get("path") == "/strange" or event.get("rawPath") == "/strange": return [1]
                return {"statusCode": 201, "headers": {"X-Colour": "red"}, "body": json.dumps(event)}
            """;

    @TempDir
    private Path home;

    private final Hearth hearth;
    private final HttpClient web = HttpClient.newHttpClient();

    ApiGatewayTest(Hearth hearth) {
        this.hearth = hearth;
    }

    private Clients clients() {
        return new Clients(hearth.endpoint(), hearth.keys());
    }

    private Function site() {
        Function site = Function.python(hearth, SITE);
        hearth.lambda()
                .addPermission(request -> request.functionName(site.name())
                        .statementId("api")
                        .action("lambda:InvokeFunction")
                        .principal("apigateway.amazonaws.com"));
        return site;
    }

    private static String arn(Function function) {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + function.name();
    }

    private static String invocation(Function function) {
        return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + arn(function) + "/invocations";
    }

    private HttpResponse<String> send(String method, String api, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(hearth.endpoint().resolve("/_api/" + api + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return web.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anHttpApiAnswersWithAFunction() throws Exception {
        try (Function site = site();
                ApiGatewayV2Client gateway = clients().http()) {
            String api = gateway.createApi(request -> request.name("q")
                            .protocolType(ProtocolType.HTTP)
                            .target(arn(site))
                            .corsConfiguration(cors ->
                                    cors.allowOrigins("https://a.example").allowMethods("GET")))
                    .apiId();
            HttpResponse<String> answer = send("POST", api, "/a/b?x=1&x=2", "{}", "Content-Type", "application/json");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("X-Colour")).contains("red");
            assertThat(answer.body())
                    .contains("\"version\": \"2.0\"", "\"rawPath\": \"/a/b\"", "\"x\": \"1,2\"", "\"body\": \"{}\"");
            HttpResponse<String> preflight = send(
                    "OPTIONS", api, "/a", "", "Origin", "https://a.example", "Access-Control-Request-Method", "GET");
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://a.example");

            String target = gateway.getRoutes(request -> request.apiId(api))
                    .items()
                    .getFirst()
                    .target();
            String guard = gateway.createAuthorizer(request -> request.apiId(api)
                            .name("guard")
                            .authorizerType(AuthorizerType.REQUEST)
                            .authorizerPayloadFormatVersion("2.0")
                            .enableSimpleResponses(true)
                            .identitySource("$request.header.Authorization")
                            .authorizerUri(invocation(site)))
                    .authorizerId();
            gateway.createRoute(request -> request.apiId(api)
                    .routeKey("GET /closed/{id}")
                    .authorizationType(AuthorizationType.CUSTOM)
                    .authorizerId(guard)
                    .target(target));
            assertThat(send("GET", api, "/closed/7", "").statusCode()).isEqualTo(401);
            assertThat(send("GET", api, "/closed/7", "", "Authorization", "no").statusCode())
                    .isEqualTo(403);
            assertThat(send("GET", api, "/closed/7", "", "Authorization", "let me in")
                            .body())
                    .contains("\"who\": \"me\"", "\"id\": \"7\"");
            gateway.deleteApi(request -> request.apiId(api));
            assertThat(send("GET", api, "/", "").statusCode()).isEqualTo(403);
        }
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    @Test
    void aRestApiAnswersAsItWasDeployed() throws Exception {
        try (Function site = site();
                ApiGatewayClient gateway = clients().rest()) {
            String api = gateway.createRestApi(request -> request.name("r").binaryMediaTypes("image/png"))
                    .id();
            String root = gateway.getResources(request -> request.restApiId(api))
                    .items()
                    .getFirst()
                    .id();
            String item = gateway.createResource(
                            request -> request.restApiId(api).parentId(root).pathPart("{proxy+}"))
                    .id();
            String guard = gateway.createAuthorizer(request -> request.restApiId(api)
                            .name("guard")
                            .type("TOKEN")
                            .identitySource("method.request.header.Authorization")
                            .authorizerUri(invocation(site)))
                    .id();
            gateway.putMethod(request ->
                    request.restApiId(api).resourceId(item).httpMethod("ANY").authorizationType("NONE"));
            gateway.putIntegration(request -> request.restApiId(api)
                    .resourceId(item)
                    .httpMethod("ANY")
                    .type(IntegrationType.AWS_PROXY)
                    .integrationHttpMethod("POST")
                    .uri(invocation(site)));
            gateway.createDeployment(
                    request -> request.restApiId(api).stageName("one").variables(Map.of("k", "v")));
            HttpResponse<String> answer = send("PUT", api, "/one/a/b?q=1", "text");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body())
                    .contains(
                            "\"resource\": \"/{proxy+}\"",
                            "\"path\": \"/a/b\"",
                            "\"pathParameters\": {\"proxy\": \"a/b\"}",
                            "\"stageVariables\": {\"k\": \"v\"}",
                            "\"body\": \"text\"");
            assertThat(send("POST", api, "/one/pic", "x", "Content-Type", "image/png")
                            .body())
                    .contains("\"body\": \"eA==\", \"isBase64Encoded\": true");
            HttpResponse<String> strange = send("GET", api, "/one/strange", "");
            assertThat(strange.statusCode()).isEqualTo(502);
            assertThat(strange.body()).isEqualTo("{\"message\":\"Internal server error\"}");
            assertThat(send("GET", api, "/one", "").body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");

            try (ApiGatewayAsyncClient patches = clients().asyncRest()) {
                patches.updateMethod(request -> request.restApiId(api)
                                .resourceId(item)
                                .httpMethod("ANY")
                                .patchOperations(
                                        replace("/authorizationType", "CUSTOM"), replace("/authorizerId", guard)))
                        .join();
            }
            assertThat(send("GET", api, "/one/a", "").statusCode()).isEqualTo(201);
            gateway.createDeployment(request -> request.restApiId(api).stageName("one"));
            theGuardDecides(api);
            assertThatThrownBy(() ->
                            gateway.getStage(request -> request.restApiId(api).stageName("two")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("Invalid stage identifier specified");
            gateway.deleteRestApi(request -> request.restApiId(api));
        }
    }

    private void theGuardDecides(String api) throws Exception {
        assertThat(send("GET", api, "/one/a", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", api, "/one/a", "", "Authorization", "strange").statusCode())
                .isEqualTo(401);
        assertThat(send("GET", api, "/one/a", "", "Authorization", "no").body()).contains("with an explicit deny");
        assertThat(send("GET", api, "/one/a", "", "Authorization", "let me in").body())
                .contains("\"principalId\": \"me\"", "\"who\": \"me\"");
    }

    @Test
    void aSignatureOpensWhatAsksForOne() throws Exception {
        try (Function site = site();
                ApiGatewayV2Client gateway = clients().http()) {
            String api = gateway.createApi(request ->
                            request.name("s").protocolType(ProtocolType.HTTP).target(arn(site)))
                    .apiId();
            String route = gateway.getRoutes(request -> request.apiId(api))
                    .items()
                    .getFirst()
                    .routeId();
            try (ApiGatewayV2AsyncClient patches = clients().asyncHttp()) {
                patches.updateRoute(request ->
                                request.apiId(api).routeId(route).authorizationType(AuthorizationType.AWS_IAM))
                        .join();
            }
            assertThat(send("GET", api, "/x", "").statusCode()).isEqualTo(403);
            HttpResponse<InputStream> signed = new SignedHttp(hearth.keys(), "execute-api")
                    .send("GET", hearth.endpoint().resolve("/_api/" + api + "/x"), "");
            assertThat(new String(signed.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"userArn\": \"arn:aws:iam::000000000000:root\"");
            gateway.deleteApi(request -> request.apiId(api));
        }
    }

    @Test
    void theCommandLineAndCurlWork() {
        CommandLine line = new CommandLine(home);
        List<AwsCli> installed = AwsCli.installed(line);
        assumeTrue(!installed.isEmpty(), "no AWS CLI is installed");
        try (Function site = site()) {
            CommandLine.Result result = line.bash(installed.getFirst().shellFunction() + "export AWS_ENDPOINT_URL="
                    + hearth.endpoint() + " AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID="
                    + hearth.keys().accessKeyId() + " AWS_SECRET_ACCESS_KEY="
                    + hearth.keys().secretAccessKey() + "\n"
                    + """
                    set -e
                    api=$(aws apigatewayv2 create-api --name cli --protocol-type HTTP --target ARN \
                        --query ApiId --output text)
                    curl -s "http://$api.execute-api.us-east-1.localhost:PORT/host"
                    curl -s -H "Host: $api.execute-api.us-east-1.amazonaws.com" http://127.0.0.1:PORT/aws
                    aws apigatewayv2 delete-api --api-id "$api"
                    """.replace("ARN", arn(site))
                            .replace("PORT", String.valueOf(hearth.endpoint().getPort())));
            assertThat(result.status()).as(result.out() + result.err()).isZero();
            assertThat(result.out()).contains("\"rawPath\": \"/host\"", "\"rawPath\": \"/aws\"");
        }
    }

    /** What a client of a WebSocket API hears. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            messages.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("closed " + code);
            return null;
        }

        String next() throws InterruptedException {
            return messages.poll(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWebSocketApiTakesMessagesAndSendsThem() throws Exception {
        try (Function site = site();
                ApiGatewayV2Client gateway = clients().http()) {
            String api = gateway.createApi(request -> request.name("w")
                            .protocolType(ProtocolType.WEBSOCKET)
                            .routeSelectionExpression("$request.body.action"))
                    .apiId();
            String integration = gateway.createIntegration(request ->
                            request.apiId(api).integrationType("AWS_PROXY").integrationUri(invocation(site)))
                    .integrationId();
            for (String key : List.of("$connect", "$disconnect", "$default", "hello")) {
                gateway.createRoute(request -> request.apiId(api)
                        .routeKey(key)
                        .routeResponseSelectionExpression(key.startsWith("$c") ? null : "$default")
                        .target("integrations/" + integration));
            }
            gateway.createStage(request -> request.apiId(api).stageName("p").autoDeploy(true));
            Heard heard = new Heard();
            URI base = URI.create("ws" + hearth.endpoint().toString().substring(4) + "/_api/" + api + "/p");
            WebSocket socket = web.newWebSocketBuilder().buildAsync(base, heard).get(60, TimeUnit.SECONDS);
            socket.sendText("{\"action\":\"hello\"}", true).get(60, TimeUnit.SECONDS);
            assertThat(heard.next()).isEqualTo("you said {\"action\":\"hello\"} to hello");
            socket.sendText("plain", true).get(60, TimeUnit.SECONDS);
            assertThat(heard.next()).isEqualTo("you said plain to $default");
            socket.sendText("who", true).get(60, TimeUnit.SECONDS);
            pushes(api, heard.next(), heard);
            gateway.deleteApi(request -> request.apiId(api));
        }
    }

    private void pushes(String api, String id, Heard heard) throws Exception {
        Clients there = new Clients(hearth.endpoint().resolve("/_api/" + api + "/p"), hearth.keys());
        try (ApiGatewayManagementApiClient connections = there.connections()) {
            assertThatThrownBy(() -> connections.getConnection(request -> request.connectionId("none=")))
                    .isInstanceOf(GoneException.class);
            connections.postToConnection(
                    request -> request.connectionId(id).data(SdkBytes.fromString("pushed", StandardCharsets.UTF_8)));
            assertThat(heard.next()).isEqualTo("pushed");
            assertThat(connections
                            .getConnection(request -> request.connectionId(id))
                            .connectedAt())
                    .isNotNull();
            connections.deleteConnection(request -> request.connectionId(id));
            assertThat(heard.next()).isEqualTo("closed 1000");
        }
    }
}

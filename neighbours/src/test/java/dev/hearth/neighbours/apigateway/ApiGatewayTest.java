package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** API Gateway over memory, with functions that are lambdas of this test. */
class ApiGatewayTest {

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private static final String INVOKE =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION + "/invocations";

    private final VirtualPorts world = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
    private final List<String> events = new ArrayList<>();
    private final List<HttpCaller.Outgoing> sent = new ArrayList<>();
    private String result = "{\"statusCode\":200,\"body\":\"ok\"}";
    private boolean permitted = true;

    private final Functions functions = new Functions() {
        @Override
        public CompletionStage<Result> call(
                String function, byte[] event, boolean asynchronous, String requestId, @Nullable String trace) {
            events.add(new String(event, StandardCharsets.UTF_8));
            return CompletableFuture.completedStage(
                    new Result.Returned(ByteBuffer.wrap(result.getBytes(StandardCharsets.UTF_8)), ""));
        }

        @Override
        public boolean permits(String function, String sourceArn) {
            return permitted;
        }
    };
    private final HttpCaller caller = request -> {
        sent.add(request);
        return CompletableFuture.completedStage(new HttpCaller.Answer(
                201, List.of(Map.entry("X-From", "there")), "{\"id\":7}".getBytes(StandardCharsets.UTF_8)));
    };
    private final ApiStore store = ApiStore.inMemory();
    private final ApiGateway gateway = gateway();

    private ApiGateway gateway() {
        return ApiGateway.create(
                store,
                functions,
                caller,
                id -> "http://" + id,
                world.ports(),
                new AwsScope("000000000000", "us-east-1"));
    }

    private GatewayResponse send(String api, String method, String pathAndQuery, String body, String... headers) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        all.add(Map.entry("Host", "x"));
        for (int i = 0; i < headers.length; i += 2) {
            all.add(Map.entry(headers[i], headers[i + 1]));
        }
        int mark = pathAndQuery.indexOf('?');
        CompletableFuture<GatewayResponse> answer = gateway.serve(new GatewayRequest(
                        api,
                        mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
                        false,
                        method,
                        mark < 0 ? "" : pathAndQuery.substring(mark + 1),
                        new HeaderList(all),
                        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                        "127.0.0.1",
                        "x",
                        "id",
                        null))
                .toCompletableFuture();
        world.settle();
        return answer.join();
    }

    private static String text(GatewayResponse response) {
        return StandardCharsets.UTF_8.decode(response.body().duplicate()).toString();
    }

    private String quick() {
        return gateway.http("CreateApi", Doc.of("name", "q", "protocolType", "HTTP", "target", FUNCTION))
                .text("apiId", "");
    }

    /** An integration with the function, of a request that a template maps. */
    private static Doc mapped(String template) {
        return Doc.of(
                "type",
                "AWS",
                "integrationHttpMethod",
                "POST",
                "uri",
                INVOKE,
                "requestTemplates",
                Doc.of("application/json", template));
    }

    private String rest(Function<String, Doc> integration) {
        return rest(integration, "$input.json('$')");
    }

    private String rest(Function<String, Doc> integration, String responseTemplate) {
        Doc api = gateway.rest("CreateRestApi", Doc.of("name", "r"));
        String id = api.text("id", "");
        Doc at = Doc.of("restapi_id", id, "resource_id", api.text("rootResourceId"), "http_method", "POST");
        gateway.rest("PutMethod", at.copy().put("authorizationType", "NONE"));
        Doc wanted = at.copy();
        integration.apply(id).members().forEach(wanted::put);
        gateway.rest("PutIntegration", wanted);
        gateway.rest(
                "PutIntegrationResponse",
                at.copy()
                        .put("status_code", "200")
                        .put("responseTemplates", Doc.of("application/json", responseTemplate)));
        gateway.rest("CreateDeployment", Doc.of("restapi_id", id, "stageName", "s"));
        return id;
    }

    @Test
    void anEmptyTemplateMapsNothing() {
        result = "{\"done\":true}";
        String api = rest(id -> mapped("").put("passthroughBehavior", "NEVER"), "");

        GatewayResponse answer = send(api, "POST", "/s/", "{\"a\":1}", "Content-Type", "application/json");

        assertThat(events).containsExactly("{\"a\":1}");
        assertThat(text(answer)).isEqualTo(result);
    }

    @Test
    void routesByTheMostSpecificPathFirst() {
        String api = quick();
        String target = gateway.http("GetRoutes", Doc.of("apiId", api))
                .docs("items")
                .getFirst()
                .text("target");
        for (String key : List.of("GET /pets/{id}", "ANY /pets/{proxy+}", "GET /pets/dog", "ANY /{proxy+}")) {
            gateway.http("CreateRoute", Doc.of("apiId", api, "routeKey", key, "target", target));
        }
        Map<String, String> wanted = Map.of(
                "GET /pets/dog", "GET /pets/dog",
                "GET /pets/cat", "GET /pets/{id}",
                "POST /pets/cat", "ANY /pets/{proxy+}",
                "GET /pets/a/b", "ANY /pets/{proxy+}",
                "GET /x", "ANY /{proxy+}",
                "GET /", "$default");
        wanted.forEach((request, key) -> {
            send(api, request.split(" ")[0], request.split(" ")[1], "");
            assertThat(Doc.parse(events.getLast()).text("routeKey")).as(request).isEqualTo(key);
        });
        send(api, "GET", "/pets/a%20b/c?x=1&x=%C3%BC", "");
        Doc event = Doc.parse(events.getLast());
        assertThat(event.doc("pathParameters").text("proxy")).isEqualTo("a b/c");
        assertThat(event.doc("queryStringParameters").text("x")).isEqualTo("1,ü");
    }

    @Test
    void infersAResponseWithoutAStatusAndRefusesWhatIsNone() {
        String api = quick();
        result = "{\"a\":1}";
        assertThat(text(send(api, "GET", "/", ""))).isEqualTo("{\"a\":1}");
        result = "{\"statusCode\":\"x\"}";
        assertThat(send(api, "GET", "/", "").status()).isEqualTo(500);
        permitted = false;
        world.advance(ApiLimits.PERMIT.plusMillis(1));
        assertThat(send(api, "GET", "/", "").status()).isEqualTo(500);
    }

    @Test
    void restApisAreStrictAboutResults() {
        String api = rest(id -> Doc.of("type", "AWS_PROXY", "integrationHttpMethod", "POST", "uri", INVOKE));
        assertThat(text(send(api, "POST", "/s/", "x"))).isEqualTo("ok");
        result = "{\"statusCode\":200,\"more\":1}";
        assertThat(send(api, "POST", "/s", "x").status()).isEqualTo(502);
        assertThat(text(send(api, "GET", "/s", ""))).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(text(send(api, "POST", "/t", ""))).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(send(api, "POST", "/s/deeper", "").status()).isEqualTo(403);
    }

    @Test
    void templatesMapRequestsAndResponses() {
        String template = """
                #set($all = $input.path('$'))
                {"names":[#foreach($each in $all.items)
                 "$util.escapeJavaScript($each.name)"#if($foreach.hasNext),#end#end],
                 "q":"$input.params('q')","stage":"$context.stage","method":"$context.httpMethod"}""";
        String api = rest(id -> mapped(template));
        result = "{\"there\":true}";
        GatewayResponse response = send(api, "POST", "/s?q=1", "{\"items\":[{\"name\":\"a'b\"},{\"name\":\"c\"}]}");
        assertThat(text(response)).isEqualTo("{\"there\":true}");
        assertThat(Doc.parse(events.getLast().replace("\\'", "'")).texts("names"))
                .containsExactly("a'b", "c");
        assertThat(Doc.parse(events.getLast().replace("\\'", "'")).text("stage"))
                .isEqualTo("s");
    }

    @Test
    void templatesReachNoClasses() {
        String api = rest(id -> mapped("{\"x\":\"$input.getClass().forName('java.lang.Runtime')\"}"));
        send(api, "POST", "/s", "{}");
        assertThat(events.getLast()).contains("$input.getClass()").doesNotContain("class java");
    }

    @Test
    void servicesAreCalledByTheirActions() {
        String api = rest(id -> Doc.of(
                "type", "AWS",
                "integrationHttpMethod", "POST",
                "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem"));
        send(api, "POST", "/s", "{\"TableName\":\"t\"}");
        assertThat(sent.getLast().service()).isEqualTo("dynamodb");
        assertThat(sent.getLast().headers()).contains(Map.entry("X-Amz-Target", "DynamoDB_20120810.GetItem"));
    }

    @Test
    void aKeyIsGoodForItsPlanUntilTheQuotaIsUsed() {
        String api = rest(id -> Doc.of("type", "AWS_PROXY", "integrationHttpMethod", "POST", "uri", INVOKE));
        Doc root = gateway.rest("GetResources", Doc.of("restapi_id", api))
                .docs("item")
                .getFirst();
        Doc at = Doc.of("restapi_id", api, "resource_id", root.text("id"), "http_method", "POST");
        gateway.rest("UpdateMethod", at.put("patchOperations", patch("replace", "/apiKeyRequired", "true")));
        gateway.rest("CreateDeployment", Doc.of("restapi_id", api, "stageName", "s"));
        Doc key = gateway.rest("CreateApiKey", Doc.of("name", "k", "enabled", true));
        Doc plan = gateway.rest(
                "CreateUsagePlan",
                Doc.of(
                        "name",
                        "p",
                        "quota",
                        Doc.of("limit", 2, "period", "DAY"),
                        "apiStages",
                        new ArrayList<>(
                                List.of(Doc.of("apiId", api, "stage", "s").members()))));
        gateway.rest(
                "CreateUsagePlanKey",
                Doc.of("usageplanId", plan.text("id"), "keyId", key.text("id"), "keyType", "API_KEY"));

        assertThat(send(api, "POST", "/s", "").status()).isEqualTo(403);
        String value = key.text("value", "");
        assertThat(send(api, "POST", "/s", "", "x-api-key", value).status()).isEqualTo(200);
        assertThat(send(api, "POST", "/s", "", "x-api-key", value).status()).isEqualTo(200);
        assertThat(text(send(api, "POST", "/s", "", "x-api-key", value))).isEqualTo("{\"message\":\"Limit Exceeded\"}");

        world.advance(ApiLimits.USAGE_KEPT);
        Doc usage = Doc.of("usageplanId", plan.text("id"), "startDate", "2026-01-01", "endDate", "2026-01-01");
        assertThat(gateway().rest("GetUsage", usage).json())
                .as("what a killed Hearth knows again")
                .contains("[[2,0]]");
    }

    @Test
    void aMethodIsTriedWithoutItsDoor() {
        String api = rest(id -> mapped("{\"v\":\"$stageVariables.v\",\"q\":\"$input.params('q')\"}"));
        String root = gateway.rest("GetRestApi", Doc.of("restapi_id", api)).text("rootResourceId");
        Doc at = Doc.of("restapi_id", api, "resource_id", root, "http_method", "POST");
        gateway.rest("UpdateMethod", at.copy().put("patchOperations", patch("replace", "/apiKeyRequired", "true")));
        result = "{\"a\":1}";

        Doc tried = gateway.rest(
                "TestInvokeMethod",
                at.copy()
                        .put("pathWithQueryString", "/?q=7")
                        .put("body", "{}")
                        .put("headers", Doc.of("X-Own", "mine"))
                        .put("stageVariables", Doc.of("v", "here")));

        assertThat(events).containsExactly("{\"v\":\"here\",\"q\":\"7\"}");
        assertThat(tried.text("status")).isEqualTo("200");
        assertThat(tried.text("body")).isEqualTo(result);
        assertThat(tried.doc("headers").text("Content-Type")).isEqualTo("application/json");
        assertThat(tried.text("latency")).isEqualTo("0");
        assertThat(tried.text("log"))
                .contains("HTTP Method: POST, Resource Path: /", "X-Own=[mine]", "Sending request to " + FUNCTION)
                .contains("Thu Jan 01 00:00:00 UTC 2026 : Endpoint response body before transformations: {\"a\":1}")
                .endsWith("Method completed with status: 200\n");
        permitted = false;
        world.advance(ApiLimits.PERMIT.plusMillis(1));
        Doc refused = gateway.rest("TestInvokeMethod", at);
        assertThat(refused.text("status")).isEqualTo("500");
        assertThat(refused.text("log")).contains("Invalid permissions on Lambda function", "/test-invoke-stage/POST/");
        assertThatThrownBy(() -> gateway.rest("TestInvokeMethod", at.copy().put("pathWithQueryString", "/other")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("The path /other is none of the resource's, /");
    }

    private static Object patch(String op, String path, String value) {
        return new ArrayList<>(
                List.of(Doc.of("op", op, "path", path, "value", value).members()));
    }

    @Test
    void aMockTakesTheLooseJsonThatDeploymentToolsWrite() {
        String api =
                rest(id -> Doc.of("type", "MOCK", "requestTemplates", Doc.of("application/json", "{statusCode:200}")));
        assertThat(send(api, "POST", "/s", "").status()).isEqualTo(200);
        // As Terraform asks for a deployment without a stage.
        assertThat(gateway.rest("CreateDeployment", Doc.of("restapi_id", api, "stageName", ""))
                        .text("id"))
                .isNotEmpty();
    }

    @Test
    void whatIsKeptIsThereAgainAndADeploymentStaysAsItWas() {
        String api = rest(
                id -> Doc.of("type", "MOCK", "requestTemplates", Doc.of("application/json", "{\"statusCode\":200}")));
        assertThat(send(api, "POST", "/s", "").status()).isEqualTo(200);
        Doc root = gateway.rest("GetResources", Doc.of("restapi_id", api))
                .docs("item")
                .getFirst();
        gateway.rest("DeleteMethod", Doc.of("restapi_id", api, "resource_id", root.text("id"), "http_method", "POST"));
        assertThat(send(api, "POST", "/s", "").status()).isEqualTo(200);

        assertThat(gateway().rest("GetRestApi", Doc.of("restapi_id", api)).text("name"))
                .isEqualTo("r");
        gateway.rest("DeleteRestApi", Doc.of("restapi_id", api));
        assertThat(store.load(api)).isEmpty();
        assertThat(send(api, "POST", "/s", "").status()).isEqualTo(403);
    }

    @Test
    void anOperationThatIsRefusedChangesNothing() {
        String api = quick();
        assertThatThrownBy(() -> gateway.http("CreateRoute", Doc.of("apiId", api, "routeKey", "nonsense")))
                .isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> gateway.http("DeleteRoute", Doc.of("apiId", api, "routeId", "none")))
                .hasMessage("Invalid Route identifier specified");
        assertThat(gateway.http("GetRoutes", Doc.of("apiId", api)).docs("items"))
                .hasSize(1);
    }

    @Test
    void aDefinitionMakesAnApiWithAuthorizerValidatorAndCors() {
        String definition = """
                swagger: "2.0"
                info: {title: pets, version: "1"}
                x-amazon-apigateway-request-validators: {body: {validateRequestBody: true}}
                x-amazon-apigateway-request-validator: body
                definitions:
                  Pet: {type: object, required: [name], properties: {name: {type: string}}}
                paths:
                  /pets/{id}:
                    post:
                      consumes: [application/json]
                      parameters: [{in: body, name: pet, schema: {$ref: '#/definitions/Pet'}}]
                      x-amazon-apigateway-integration:
                        type: aws_proxy
                        httpMethod: POST
                        uri: %s
                    options:
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default:
                            statusCode: "200"
                            responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
                """.formatted(INVOKE);
        String api = gateway.rest("ImportRestApi", Doc.of("body", definition)).text("id", "");
        gateway.rest("CreateDeployment", Doc.of("restapi_id", api, "stageName", "s"));
        assertThat(send(api, "POST", "/s/pets/1", "{\"name\":\"rex\"}").status())
                .isEqualTo(200);
        assertThat(text(send(api, "POST", "/s/pets/1", "{\"name\":1}")))
                .isEqualTo("{\"message\":\"Invalid request body\"}");
        assertThat(send(api, "OPTIONS", "/s/pets/1", "").headers())
                .contains(Map.entry("Access-Control-Allow-Origin", "*"));
        Doc exported = gateway.rest("GetExport", Doc.of("restapi_id", api, "stage_name", "s", "export_type", "oas30"));
        assertThat(exported.text("body")).contains("/pets/{id}");
    }
}

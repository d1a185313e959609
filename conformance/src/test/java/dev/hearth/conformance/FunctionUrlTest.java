package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Function URLs: their configuration with the SDK, their HTTP with a plain client. */
@ExtendWith(SharedHearth.class)
class FunctionUrlTest {

    private static final String SITE = """
            import json
            def handler(event, context):
                path = event["rawPath"]
                if path == "/echo":
                    return {"statusCode": 200, "body": json.dumps(event)}
                if path == "/full":
                    return {"statusCode": 203, "headers": {"X-Colour": "red", "X-Number": 7, "Content-Length": "99"},
                            "cookies": ["a=b; Path=/", "c=d"], "body": "AAEC", "isBase64Encoded": True}
                if path == "/text": return "plain"
                if path == "/object": return {"message": "hi"}
                if path == "/status": return {"statusCode": 99}
                if path == "/body": return {"statusCode": 200, "body": {"no": "text"}}
                if path == "/error": raise ValueError("no good")
            """;

    private static final String STREAMS = """
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              if (event.rawPath === '/plain') { stream.setContentType('text/html'); stream.end('<p>'); return; }
              const metadata = { statusCode: 201, headers: { 'X-Colour': 'red' }, cookies: ['a=b'] };
              const body = awslambda.HttpResponseStream.from(stream, metadata);
              body.write('first');
              if (event.rawPath === '/wait') await new Promise((go) => setTimeout(go, 2500));
              if (event.rawPath === '/fail') throw new Error('half way');
              body.end('second');
            });
            """;

    private final Hearth hearth;

    FunctionUrlTest(Hearth hearth) {
        this.hearth = hearth;
    }

    /** The URL by its path, which needs no name service. */
    private URI url(Function function, FunctionUrlAuthType auth, InvokeMode mode, String path) {
        CreateFunctionUrlConfigResponse made = hearth.lambda()
                .createFunctionUrlConfig(request -> request.functionName(function.name())
                        .authType(auth)
                        .invokeMode(mode)
                        .cors(cors -> cors.allowOrigins("https://*.example", "http://other.test")
                                .allowMethods("GET", "PUT")
                                .allowHeaders("x-mine")
                                .exposeHeaders("x-colour")
                                .maxAge(60)));
        if (auth == FunctionUrlAuthType.NONE) {
            allowEverybody(function);
        }
        String id = URI.create(made.functionUrl()).getHost().split("\\.")[0];
        return hearth.endpoint().resolve("/_url/" + id + path);
    }

    private void allowEverybody(Function function) {
        hearth.lambda()
                .addPermission(request -> request.functionName(function.name())
                        .statementId("everybody")
                        .action("lambda:InvokeFunctionUrl")
                        .principal("*")
                        .functionUrlAuthType(FunctionUrlAuthType.NONE));
    }

    @Test
    void aUrlOfTheTypeNoneIsClosedUntilThePolicyOpensIt() throws Exception {
        try (Function function = Function.python(hearth, SITE)) {
            URI url = url(function, FunctionUrlAuthType.NONE, InvokeMode.BUFFERED, "/text");
            assertThat(SignedHttp.plain("GET", url, "").statusCode()).isEqualTo(200);

            hearth.lambda()
                    .removePermission(
                            request -> request.functionName(function.name()).statementId("everybody"));
            HttpResponse<String> closed = SignedHttp.plain("GET", url, "");
            assertThat(closed.statusCode()).isEqualTo(403);
            assertThat(closed.body()).startsWith("{\"Message\":\"Forbidden");
        }
    }

    @Test
    void aUrlsConfigurationIsMadeChangedListedAndDeleted() {
        try (Function function = Function.python(hearth, SITE)) {
            CreateFunctionUrlConfigResponse made = hearth.lambda()
                    .createFunctionUrlConfig(
                            request -> request.functionName(function.name()).authType(FunctionUrlAuthType.NONE));
            assertThat(made.functionUrl()).matches("http://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.localhost:\\d+/");
            assertThat(made.functionArn()).endsWith(":function:" + function.name());
            assertThat(made.invokeMode()).isEqualTo(InvokeMode.BUFFERED);
            assertThat(made.creationTime()).isNotEmpty();
            assertThatThrownBy(() -> hearth.lambda()
                            .createFunctionUrlConfig(request ->
                                    request.functionName(function.name()).authType(FunctionUrlAuthType.NONE)))
                    .isInstanceOf(ResourceConflictException.class);

            hearth.lambda()
                    .updateFunctionUrlConfig(request -> request.functionName(function.name())
                            .authType(FunctionUrlAuthType.AWS_IAM)
                            .cors(cors -> cors.allowOrigins("*").allowCredentials(true)));
            GetFunctionUrlConfigResponse got =
                    hearth.lambda().getFunctionUrlConfig(request -> request.functionName(function.name()));
            assertThat(got.functionUrl()).isEqualTo(made.functionUrl());
            assertThat(got.authType()).isEqualTo(FunctionUrlAuthType.AWS_IAM);
            assertThat(got.cors().allowOrigins()).containsExactly("*");
            assertThat(hearth.lambda()
                            .listFunctionUrlConfigs(request -> request.functionName(function.name()))
                            .functionUrlConfigs())
                    .hasSize(1);

            hearth.lambda().deleteFunctionUrlConfig(request -> request.functionName(function.name()));
            assertThatThrownBy(() ->
                            hearth.lambda().getFunctionUrlConfig(request -> request.functionName(function.name())))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void theEventIsPayloadFormatTwo() throws Exception {
        try (Function function = Function.python(hearth, SITE)) {
            URI url = url(function, FunctionUrlAuthType.NONE, InvokeMode.BUFFERED, "/echo?a=1&b=x%20y&a=2&c");
            String event = SignedHttp.plain(
                            "POST", url, "hello", "Content-Type", "text/plain", "Cookie", "k=v; l=w", "X-Two", "1")
                    .body();

            String id = url.getPath().split("/")[2];
            assertThat(event)
                    .contains("\"version\": \"2.0\"", "\"routeKey\": \"$default\"", "\"stage\": \"$default\"")
                    .contains("\"rawPath\": \"/echo\"", "\"rawQueryString\": \"a=1&b=x%20y&a=2&c\"")
                    .contains("\"queryStringParameters\": {\"a\": \"1,2\", \"b\": \"x y\", \"c\": \"\"}")
                    .contains("\"cookies\": [\"k=v\", \"l=w\"]", "\"x-two\": \"1\"")
                    .contains("\"accountId\": \"anonymous\"", "\"apiId\": \"" + id + "\"")
                    .contains("\"domainName\": \"" + id + ".lambda-url.us-east-1.localhost\"")
                    .contains("\"domainPrefix\": \"" + id + "\"")
                    .contains("\"http\": {\"method\": \"POST\", \"path\": \"/echo\", \"protocol\": \"HTTP/1.1\"")
                    .contains("\"sourceIp\": \"127.0.0.1\"", "\"timeEpoch\": ", "\"requestId\": \"")
                    .containsPattern("\"time\": \"\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\"")
                    .contains("\"body\": \"hello\"", "\"isBase64Encoded\": false")
                    .doesNotContain("authorizer");
            assertThat(SignedHttp.plain("POST", url, "a=b", "Content-Type", "application/x-www-form-urlencoded")
                            .body())
                    .contains("\"body\": \"YT1i\"", "\"isBase64Encoded\": true");
            assertThat(SignedHttp.plain("GET", url, "").body()).doesNotContain("\"body\"", "\"cookies\"");
        }
    }

    @Test
    void aUrlIsFoundByItsHost() throws Exception {
        try (Function function = Function.python(hearth, SITE)) {
            String path = url(function, FunctionUrlAuthType.NONE, InvokeMode.BUFFERED, "/text")
                    .getPath();
            String host = path.split("/")[2] + ".lambda-url.us-east-1.localhost:"
                    + hearth.endpoint().getPort();
            try (Socket socket = new Socket("127.0.0.1", hearth.endpoint().getPort())) {
                String request = "GET /text HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nplain");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /text   | 200 | plain
                    /object | 200 | {"message": "hi"}
                    /none   | 200 | null
                    /status | 502 | Internal Server Error
                    /body   | 502 | Internal Server Error
                    /error  | 502 | Internal Server Error
                    """)
    void whatAFunctionReturnsIsReadAsLambdaReadsIt(String path, int status, String body) throws Exception {
        try (Function function = Function.python(hearth, SITE)) {
            HttpResponse<String> response =
                    SignedHttp.plain("GET", url(function, FunctionUrlAuthType.NONE, InvokeMode.BUFFERED, path), "");

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(body);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        }
    }

    @Test
    void statusHeadersCookiesAndBytesAreTheFunctions() throws Exception {
        try (Function function = Function.python(hearth, SITE)) {
            HttpResponse<String> response =
                    SignedHttp.plain("GET", url(function, FunctionUrlAuthType.NONE, InvokeMode.BUFFERED, "/full"), "");

            assertThat(response.statusCode()).isEqualTo(203);
            assertThat(response.body()).isEqualTo("\u0000\u0001\u0002");
            assertThat(response.headers().firstValue("X-Colour")).hasValue("red");
            assertThat(response.headers().firstValue("X-Number")).hasValue("7");
            assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=b; Path=/", "c=d");
        }
    }

    @Test
    void otherOriginsAreAnsweredAsConfigured() throws Exception {
        try (Function function = Function.python(hearth, "raise Exception('a preflight runs nothing')\n")) {
            URI url = url(function, FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED, "/");
            HttpResponse<String> preflight = SignedHttp.plain(
                    "OPTIONS", url, "", "Origin", "https://a.example", "Access-Control-Request-Method", "PUT");

            assertThat(preflight.statusCode()).isEqualTo(200);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("https://a.example");
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                    .hasValue("GET,PUT");
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                    .hasValue("x-mine");
            assertThat(preflight.headers().firstValue("Access-Control-Max-Age")).hasValue("60");
            assertThat(SignedHttp.plain(
                                    "OPTIONS",
                                    url,
                                    "",
                                    "Origin",
                                    "https://evil",
                                    "Access-Control-Request-Method",
                                    "PUT")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        try (Function function = Function.python(hearth, SITE)) {
            URI url = url(function, FunctionUrlAuthType.NONE, InvokeMode.BUFFERED, "/text");
            assertThat(SignedHttp.plain("GET", url, "", "Origin", "http://other.test")
                            .headers()
                            .firstValue("Access-Control-Expose-Headers"))
                    .hasValue("x-colour");
        }
    }

    @Test
    void aUrlOfTheTypeIamWantsASignature() throws Exception {
        try (Function function = Function.python(hearth, SITE)) {
            URI url = url(function, FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED, "/echo?q=1");
            HttpResponse<String> refused = SignedHttp.plain("GET", url, "");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).startsWith("{\"Message\":\"Forbidden");

            HttpResponse<InputStream> signed = new SignedHttp(hearth.keys()).send("GET", url, "");
            assertThat(signed.statusCode()).isEqualTo(200);
            assertThat(new String(signed.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"authorizer\": {\"iam\": {\"accessKey\": \""
                            + hearth.keys().accessKeyId() + "\", \"accountId\": \"000000000000\"")
                    .contains("\"userArn\": \"arn:aws:iam::000000000000:root\"");
        }
    }

    @Test
    void whatIsNoUrlIsForbidden() throws Exception {
        URI url = hearth.endpoint().resolve("/_url/" + "a".repeat(32) + "/");

        assertThat(SignedHttp.plain("GET", url, "").statusCode()).isEqualTo(403);
    }

    @Test
    void aStreamBeginsWithItsMetadataAndComesAsItIsWritten() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            URI url = url(function, FunctionUrlAuthType.NONE, InvokeMode.RESPONSE_STREAM, "/wait");
            HttpResponse<InputStream> response = new SignedHttp(hearth.keys()).send("GET", url, "");
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.headers().firstValue("X-Colour")).hasValue("red");
            assertThat(response.headers().firstValue("Set-Cookie")).hasValue("a=b");
            assertThat(new String(response.body().readNBytes(5), StandardCharsets.UTF_8))
                    .isEqualTo("first");
            assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("second");

            HttpResponse<String> plain = SignedHttp.plain("GET", url.resolve("plain"), "");
            assertThat(plain.headers().firstValue("Content-Type")).hasValue("text/html");
            assertThat(plain.body()).isEqualTo("<p>");
        }
    }

    @Test
    void aStreamThatFailsIsCutOffForItsReader() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            URI url = url(function, FunctionUrlAuthType.NONE, InvokeMode.RESPONSE_STREAM, "/fail");

            assertThatThrownBy(() -> SignedHttp.plain("GET", url, "")).isInstanceOf(IOException.class);
            assertThat(SignedHttp.plain("GET", url.resolve("ok"), "").body()).isEqualTo("firstsecond");
        }
    }
}

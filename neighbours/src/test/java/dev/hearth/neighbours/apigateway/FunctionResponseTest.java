package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What functions return and what function URLs and HTTP APIs read in it. */
class FunctionResponseTest {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "text"                                                    | 200 | text
                    7                                                         | 200 | 7
                    null                                                      | 200 | null
                    [1, 2]                                                    | 200 | [1, 2]
                    {"body": {"a": 1}}                                        | 200 | {"body": {"a": 1}}
                    {"statusCode": null, "body": "x"}                         | 200 | {"statusCode": null, "body": "x"}
                    {"statusCode": 404, "body": "x", "more": [{}]}            | 404 | x
                    {"body": "eA==", "isBase64Encoded": true, "statusCode": "201"} | 201 | x
                    """)
    void aResultMeansAStatusAndABody(String payload, int status, String body) {
        GatewayResponse result = FunctionResponse.of(bytes(payload), "a/b");

        assertThat(result).isNotNull();
        assertThat(result.status()).isEqualTo(status);
        assertThat(StandardCharsets.UTF_8.decode(result.body().duplicate()).toString())
                .isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{}{}",
                "{\"statusCode\": 99}",
                "{\"statusCode\": 600}",
                "{\"statusCode\": \"ok\"}",
                "{\"statusCode\": 200, \"body\": {}}",
                "{\"statusCode\": 200, \"body\": \"?\", \"isBase64Encoded\": true}"
            })
    void whatMeansNothingIsNoResponse(String payload) {
        assertThat(FunctionResponse.of(bytes(payload), "a/b")).isNull();
    }

    @Test
    void aPreludeHasStatusHeadersAndCookies() {
        GatewayResponse result = FunctionResponse.prelude(
                bytes("{\"statusCode\": 201, \"headers\": {\"A\": \"b\", \"N\": 1, \"x\": null},"
                        + " \"cookies\": [\"c=d\"]}"),
                "a/b");

        assertThat(result).isNotNull();
        assertThat(result.status()).isEqualTo(201);
        assertThat(result.headers())
                .extracting(Object::toString)
                .containsExactly("A=b", "N=1", "Set-Cookie=c=d", "Content-Type=a/b");
        assertThat(FunctionResponse.prelude(bytes("[]"), "a/b")).isNull();
    }
}

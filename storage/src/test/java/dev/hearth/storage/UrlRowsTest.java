package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.FunctionUrl;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Function URLs on their way into a document and back. */
class UrlRowsTest {

    private static FunctionUrl url(FunctionUrl.@Nullable Cors cors) {
        return new FunctionUrl(
                "0123456789abcdef0123456789abcdef",
                "hello",
                "prod",
                FunctionUrl.AuthType.NONE,
                FunctionUrl.InvokeMode.RESPONSE_STREAM,
                cors,
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                Instant.parse("2026-02-03T04:05:06Z"));
    }

    static Stream<FunctionUrl> urls() {
        return Stream.of(
                url(null),
                url(new FunctionUrl.Cors(null, List.of(), List.of(), List.of(), List.of(), null)),
                url(new FunctionUrl.Cors(
                        true, List.of("x-a"), List.of("GET", "PUT"), List.of("*"), List.of("x-b"), 60)));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void aDocumentReadsBackAsItWas(FunctionUrl url) {
        FunctionPart part = new FunctionPart.Url(url);

        assertThat(PartDocument.read(part.key(), PartDocument.write(part))).isEqualTo(part);
    }
}

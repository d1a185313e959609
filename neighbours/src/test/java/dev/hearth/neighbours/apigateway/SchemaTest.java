package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models against bodies that anybody may send. */
@Timeout(60)
class SchemaTest {

    @Test
    void aHugeNumberIsNoMultipleAndTakesNoTime() {
        Schema schema = Schema.of("m", Map.of("m", Doc.of("schema", "{\"properties\":{\"n\":{\"multipleOf\":0.3}}}")));
        assertThat(schema.accepts(Json.read("{\"n\":0.9}"))).isTrue();
        assertThat(schema.accepts(Json.read("{\"n\":1}"))).isFalse();
        assertThat(schema.accepts(Json.read("{\"n\":1e999999999}"))).isFalse();
    }
}

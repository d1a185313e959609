package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would never end or fill the memory. */
@Timeout(30)
class TemplatesTest {

    private static final TemplateInput INPUT = new TemplateInput() {
        @Override
        public String getBody() {
            return "{}";
        }

        @Override
        public String json(String path) {
            return "{}";
        }

        @Override
        public @Nullable Object path(String path) {
            return null;
        }

        @Override
        public Map<String, Map<String, String>> params() {
            return Map.of();
        }

        @Override
        public @Nullable Object params(String name) {
            return null;
        }
    };

    private static String render(String template) {
        return new Templates().render(template, INPUT, new HashMap<>(), Map.of());
    }

    @Test
    void loopsAndTextsAreRendered() {
        assertThat(render("#set($a = 'x')#foreach($i in [1..3])#set($a = \"$a$i\")#end$a"))
                .isEqualTo("x123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end",
                "#macro(m $x)#foreach($x in [1..1000])#foreach($x in [1..1000])#foreach($y in [1..1000])#end#end#end"
                        + "#end#m($z)",
                "#set($a = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..100])#set($a = \"$a$a\")#end",
                "#foreach($i in [1..1000000])#end#foreach($i in [1..1000])0123456789012345678901234567890123456789"
                        + "#foreach($j in [1..1000])0123456789012345678901234567890123456789#end#end"
            })
    void whatTakesTooLongOrTooMuchIsBroken(String template) {
        assertThatThrownBy(() -> render(template)).isInstanceOf(Templates.BrokenTemplate.class);
    }
}

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
@Timeout(120)
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

    @Test
    void textsHaveTheirMethods() {
        assertThat(render("#set($a = 'a-b-c')$a.replaceAll('-', '+') $a.split('-').size() $a.substring(2)"
                        + " $a.replace('-', '') $a.matches('a.*') $a.toUpperCase().concat('x')"))
                .isEqualTo("a+b+c 3 b-c abc true A-B-Cx");
    }

    @Test
    void sumsOfTextsAreCharged() {
        String sum = "#set($a = 'a')#set($a = $a.repeat(100000))#set($b = ''" + " + $a".repeat(1_000) + ")";
        assertThatThrownBy(() -> render(sum)).isInstanceOf(Templates.BrokenTemplate.class);
        assertThat(render("#set($a = 'x' + 1 + 2)$a")).isEqualTo("x12");
    }

    @Test
    void macrosAreCountedWhereTheyCallEachOther() {
        StringBuilder macros = new StringBuilder("#macro(m0)#end");
        for (int i = 1; i < 8; i++) {
            macros.append("#macro(m").append(i).append(")");
            macros.append(("#m" + (i - 1) + "()").repeat(8)).append("#end");
        }
        assertThatThrownBy(() -> render(macros + "#m7()")).isInstanceOf(Templates.BrokenTemplate.class);
    }

    @Test
    void listsMakeNoRoomInAdvance() {
        assertThat(render("#set($l = ['x'])#set($b = $l.ensureCapacity(2000000000))$l.size()"))
                .isEqualTo("1");
    }

    @Test
    void textsDoNotHaveMethodsThatMakeMoreThanTheySay() {
        assertThat(render("#set($a = '')$a.format('%1000000000d', 1)")).startsWith("$a.format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end",
                "#macro(m $x)#foreach($x in [1..1000])#foreach($x in [1..1000])#foreach($y in [1..1000])#end#end#end"
                        + "#end#m($z)",
                "#set($a = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..100])#set($a = \"$a$a\")#end",
                "#foreach($i in [1..1000000])#end#foreach($i in [1..1000])0123456789012345678901234567890123456789"
                        + "#foreach($j in [1..1000])0123456789012345678901234567890123456789#end#end",
                "#set($n = 2000000000)#foreach($i in [1..$n])#end",
                "#foreach($i in [1..2000000000])#end",
                "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')$a.matches('(a|aa)+\\1c')",
                "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')$a.replaceAll('(a|aa)+\\1c', '')",
                "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')$a.split('(a|aa)+\\1c')",
                "#set($a = 'a')$a.repeat(2000000000)",
                "#set($a = 'a')#set($a = $a.repeat(9000000))#foreach($i in [1..1000])$a.indexOf('b')#end",
                "#set($a = 'a')#set($a = $a.repeat(100000))$a.replace('a', $a)",
                "#set($l = ['x'])#foreach($i in [1..100])#set($x = $l.addAll($l))#end",
                "#set($l = ['x'])#foreach($i in [1..100])#set($l = [$l, $l])#end$l",
                "#set($l = ['x'])#foreach($i in [1..100])#set($l = [$l, $l])#end#set($s = \"$l\")",
                "#set($a = 9223372036854775807)#foreach($i in [1..100])#set($a = $a * $a)#end",
            })
    void whatTakesTooLongOrTooMuchIsBroken(String template) {
        assertThatThrownBy(() -> render(template)).isInstanceOf(Templates.BrokenTemplate.class);
    }
}

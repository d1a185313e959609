package dev.hearth.neighbours.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.seal.Seal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SsmTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 7);
    private final SsmStore store = SsmStore.inMemory();
    private final Ssm ssm =
            Ssm.create(store, Seal.create(() -> new byte[32], ports), ports, new AwsScope("000000000000", "us-east-1"));

    private long put(String name, String value, @Nullable String type, @Nullable String pattern, boolean overwrite) {
        return ssm.put(new PutParameter(
                        name, value, type, null, pattern, null, null, null, null, overwrite, Map.of(), "me"))
                .version();
    }

    private static void refused(Runnable call, SsmError error) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        FaultException.class,
                        thrown -> assertThat(thrown.fault().detail()).isEqualTo(error.code()));
    }

    @Test
    void aSecureStringIsSealedInTheStoreAndOpenedForWhoAsks() {
        put("/a/secret", "plain", ParameterVersion.SECURE, null, false);

        Parameter kept = store.find("/a/secret");
        assertThat(kept).isNotNull();
        assertThat(kept.latest().value()).doesNotContain("plain");
        assertThat(ssm.get("/a/secret", true).version().value()).isEqualTo("plain");
        assertThat(ssm.get("arn:aws:ssm:us-east-1:000000000000:parameter/a/secret", false)
                        .version()
                        .value())
                .isEqualTo(kept.latest().value());
    }

    @Test
    void versionsAreFoundByNumberAndByLabelWhichMoves() {
        assertThat(put("p", "1", "String", null, false)).isEqualTo(1);
        refused(() -> put("p", "2", "String", null, false), SsmError.ALREADY_EXISTS);
        assertThat(put("p", "2", null, null, true)).isEqualTo(2);
        assertThat(ssm.label("p", 1L, List.of("prod", "9bad")).invalid()).containsExactly("9bad");
        assertThat(ssm.get("p:prod", false).version().value()).isEqualTo("1");
        ssm.label("p", null, List.of("prod"));

        assertThat(ssm.get("p:prod", false).version().value()).isEqualTo("2");
        assertThat(ssm.get("p:1", false).version().value()).isEqualTo("1");
        assertThat(ssm.get("p", false).selector()).isEmpty();
        refused(() -> ssm.get("p:3", false), SsmError.VERSION_NOT_FOUND);
        refused(() -> ssm.get("q", false), SsmError.NOT_FOUND);
        assertThat(ssm.history("p", false, 1, null).token()).isEqualTo("1");
    }

    @Test
    void theOldestVersionGoesUnlessItIsLabelled() {
        for (int i = 1; i <= SsmLimits.VERSIONS; i++) {
            put("p", "v" + i, "String", null, true);
        }
        ssm.label("p", 2L, List.of("keep"));
        put("p", "more", null, null, true);
        assertThat(store.versions("p").getFirst().version()).isEqualTo(2);
        refused(() -> put("p", "too many", null, null, true), SsmError.MAX_VERSIONS);
    }

    @Test
    void aPathHasPagesInTheOrderOfNames() {
        for (String name : List.of("/a/1", "/a/2", "/a/b/3", "/ab/4", "/c")) {
            put(name, name, "String", null, false);
        }
        Ssm.SsmPage<ParameterVersion> first = ssm.byPath("/a", true, List.of(), false, 2, null);
        assertThat(first.items()).extracting(ParameterVersion::name).containsExactly("/a/1", "/a/2");
        assertThat(ssm.byPath("/a", true, List.of(), false, 2, first.token()).items())
                .extracting(ParameterVersion::name)
                .containsExactly("/a/b/3");
        assertThat(ssm.byPath("/a/", false, List.of(), false, null, null).items())
                .extracting(ParameterVersion::name)
                .containsExactly("/a/1", "/a/2");
        assertThat(ssm.describe(List.of(new ParameterFilter("Name", "BeginsWith", List.of("/a/"))), null, null)
                        .items())
                .hasSize(3);
        refused(
                () -> ssm.describe(List.of(new ParameterFilter("Nonsense", "Equals", List.of())), null, null),
                SsmError.INVALID_FILTER_KEY);
    }

    @Test
    void whatIsNotAllowedIsRefused() {
        refused(() -> put("/aws/x", "v", "String", null, false), SsmError.ACCESS_DENIED);
        refused(() -> put("a/b", "v", "String", null, false), SsmError.VALIDATION);
        refused(() -> put("p", "v", null, null, false), SsmError.VALIDATION);
        refused(() -> put("p", "x".repeat(4_097), "String", null, false), SsmError.VALIDATION);
        refused(() -> put("p", "abc", "String", "^[0-9]+$", false), SsmError.PATTERN_MISMATCH);
        refused(() -> put("p", "abc", "String", "[", false), SsmError.INVALID_PATTERN);
        refused(() -> put("p", "a".repeat(40) + "!", "String", "^(a+)+$", false), SsmError.PATTERN_MISMATCH);
        put("p", "1", "String", null, false);
        refused(() -> put("p", "1", "StringList", null, true), SsmError.TYPE_MISMATCH);
    }
}

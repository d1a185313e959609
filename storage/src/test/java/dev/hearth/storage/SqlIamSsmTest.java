package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamStore;
import dev.hearth.neighbours.ssm.Parameter;
import dev.hearth.neighbours.ssm.ParameterVersion;
import dev.hearth.neighbours.ssm.SsmStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlIamSsmTest {

    @TempDir
    private Path folder;

    private static IamEntity entity(IamKind kind, String name) {
        return new IamEntity(
                kind,
                name,
                "/p/",
                "AROA",
                5,
                Map.of("TRUST", "{\"ü\":1}"),
                Map.of("k", "v"),
                Map.of("inline", "{}"),
                List.of("arn:aws:iam::aws:policy/A"),
                List.of("member"));
    }

    private static ParameterVersion version(String name, long version, String value, String... labels) {
        return new ParameterVersion(
                name, version, "String", value, "d", "p", "", "Standard", "text", "", 9, "me", List.of(labels));
    }

    @Test
    void keepsIdentitiesWholeOverARestart() {
        IamEntity role = entity(IamKind.ROLE, "r");
        IamEntity key = entity(IamKind.KEY, "AKIA");
        IamEntity group = entity(IamKind.GROUP, "g");
        try (TestDatabase file = TestDatabase.in(folder)) {
            IamStore store = Stores.iam(file.database());
            store.put(entity(IamKind.USER, "r")).toCompletableFuture().join();
            store.put(role).toCompletableFuture().join();
            store.put(role).toCompletableFuture().join();
            store.put(group).toCompletableFuture().join();
            store.put(key).toCompletableFuture().join();
            store.delete(IamKind.USER, "r").toCompletableFuture().join();

            store = Stores.iam(file.reopen());
            assertThat(store.all()).containsExactlyInAnyOrder(role, key, group);
            assertThat(store.signers()).containsExactlyInAnyOrder(role, key);
        }
    }

    @Test
    void keepsParametersTheirVersionsAndLabels() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            SsmStore store = Stores.ssm(file.database());
            store.put(new Parameter(version("/a/b", 1, "one"), Map.of("k", "v")));
            store.put(new Parameter(version("/a/b", 2, "two"), Map.of("k", "v")));
            store.put(new Parameter(version("/a/c", 1, "c"), Map.of()));
            store.put(new Parameter(version("/ab", 1, "ab"), Map.of()));
            store.label(List.of(version("/a/b", 1, "one", "prod")));

            store = Stores.ssm(file.reopen());
            assertThat(store.find("/a/b")).isEqualTo(new Parameter(version("/a/b", 2, "two"), Map.of("k", "v")));
            assertThat(store.versions("/a/b"))
                    .containsExactly(version("/a/b", 1, "one", "prod"), version("/a/b", 2, "two"));
            assertThat(store.list("/a/", "", 10)).extracting(Parameter::name).containsExactly("/a/b", "/a/c");
            assertThat(store.list("", "/a/b", 1)).extracting(Parameter::name).containsExactly("/a/c");
            assertThat(store.count()).isEqualTo(3);
            store.drop("/a/b", 1);
            assertThat(store.version("/a/b", 1)).isNull();
            assertThat(store.delete("/a/b")).isTrue();
            assertThat(store.delete("/a/b")).isFalse();
            assertThat(store.versions("/a/b")).isEmpty();
        }
    }
}

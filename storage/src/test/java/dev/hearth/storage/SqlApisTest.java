package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.apigateway.ApiStore;
import dev.hearth.neighbours.apigateway.ApiStore.Item;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlApisTest {

    @TempDir
    private Path folder;

    @Test
    void keepsChangesOfOneUnitAndDropsOwnersWhole() throws Exception {
        try (TestDatabase file = TestDatabase.in(folder)) {
            ApiStore store = Stores.apiGateway(file.database());
            store.write(
                    List.of(
                            new Item("a", "route", "1", "{\"n\":\"ü\"}"),
                            new Item("a", ApiStore.SNAPSHOT, "d", "{}"),
                            new Item("b", "route", "1", "{}")),
                    List.of());
            store.write(
                    List.of(new Item("a", "route", "1", "{\"n\":2}"), new Item("a", "stage", "s", "{}")), List.of());

            assertThat(store.load("a"))
                    .containsExactlyInAnyOrder(
                            new Item("a", "route", "1", "{\"n\":2}"), new Item("a", "stage", "s", "{}"));
            assertThat(store.find("a", ApiStore.SNAPSHOT, "d")).isEqualTo("{}");

            store.write(List.of(new Item("a", "route", "1", null)), List.of("b"));
            assertThat(store.find("a", "route", "1")).isNull();
            assertThat(store.load("b")).isEmpty();
        }
    }
}

package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.AttributeValue.N;
import dev.hearth.neighbours.dynamodb.AttributeValue.S;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.ExpressionInput;
import dev.hearth.neighbours.dynamodb.ItemChange;
import dev.hearth.neighbours.dynamodb.ItemKey;
import dev.hearth.neighbours.dynamodb.Items;
import dev.hearth.neighbours.dynamodb.KeySchema;
import dev.hearth.neighbours.dynamodb.ScalarType;
import dev.hearth.neighbours.dynamodb.Streams;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.neighbours.dynamodb.Tables;
import dev.hearth.neighbours.dynamodb.Write;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DynamoDB over the store: what is decided in memory must be found on disk, in the order of its values. */
@Tag("both-engines")
class SqlDynamoDbTest {

    private static final Write.Options PLAIN = new Write.Options(Write.Returned.NONE, false, null);

    @TempDir
    private Path folder;

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
    private TestDatabase file;
    private TableStore store;
    private DynamoDb room;

    @BeforeEach
    void open() {
        file = TestDatabase.in(folder);
        use(file.database());
        Tables.IndexWish index = new Tables.IndexWish(
                "by-tag",
                List.of(new Tables.KeyElement("tag", "HASH"), new Tables.KeyElement("pos", "RANGE")),
                "ALL",
                null,
                null);
        room.tables()
                .create(new Tables.TableWish(
                        "t",
                        List.of(
                                new KeySchema.Part("id", ScalarType.S),
                                new KeySchema.Part("pos", ScalarType.N),
                                new KeySchema.Part("tag", ScalarType.S)),
                        List.of(new Tables.KeyElement("id", "HASH"), new Tables.KeyElement("pos", "RANGE")),
                        "PAY_PER_REQUEST",
                        null,
                        null,
                        List.of(index),
                        "NEW_IMAGE",
                        Map.of("k", "v"),
                        Map.of(Table.TABLE_CLASS, "STANDARD")));
    }

    private void use(Database database) {
        store = Stores.dynamoDb(database, ports.ports().time());
        room = DynamoDb.create(store, ports.ports(), new AwsScope("000000000000", "us-east-1"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    private void put(String id, int at, String tag) {
        Map<String, AttributeValue> item =
                Map.of("id", new S(id), "pos", new N(Integer.toString(at)), "tag", new S(tag));
        room.items().write(new Write.Put("t", item, Write.Guard.NONE), PLAIN);
    }

    private static Items.Selection selection(
            @Nullable String index,
            Map<String, AttributeValue> values,
            int limit,
            @Nullable Map<String, AttributeValue> start) {
        Map<String, AttributeValue> given = values.isEmpty() ? null : values;
        return new Items.Selection(
                "t", index, null, null, false, null, null, new ExpressionInput(null, given), limit, start, null, false);
    }

    private List<String> pages(
            @Nullable String index, String keys, Map<String, AttributeValue> values, boolean forward) {
        List<String> found = new ArrayList<>();
        Map<String, AttributeValue> start = null;
        do {
            Items.Page page =
                    room.items().query(new Items.Query(selection(index, values, 3, start), keys, null, forward));
            page.items().forEach(each -> found.add(((N) each.get("pos")).value()));
            start = page.last();
        } while (start != null);
        return found;
    }

    @Test
    void numbersSortAsNumbersOverPagesAndARestart() {
        for (int at : new int[] {5, -3, 10, 100, 0, -20, 7}) {
            put("a", at, "x");
            put("b", at, "y");
        }
        use(file.reopen());

        Map<String, AttributeValue> a = Map.of(":v", new S("a"));
        assertThat(pages(null, "id = :v", a, true)).containsExactly("-20", "-3", "0", "5", "7", "10", "100");
        assertThat(pages(null, "id = :v", a, false)).containsExactly("100", "10", "7", "5", "0", "-3", "-20");
        Map<String, AttributeValue> some = Map.of(":v", new S("x"), ":l", new N("-3"), ":h", new N("10"));
        assertThat(pages("by-tag", "tag = :v AND pos BETWEEN :l AND :h", some, true))
                .containsExactly("-3", "0", "5", "7", "10");
        assertThat(pages("by-tag", "tag = :v AND pos BETWEEN :l AND :h", some, false))
                .containsExactly("10", "7", "5", "0", "-3");
        assertThat(room.tables().get("t").tags()).isEqualTo(Map.of("k", "v"));
        assertThat(room.tables().describe("t").size().items()).isEqualTo(14);
    }

    @Test
    void entriesThatAreAlikeAreAllFoundOverPages() {
        for (int i = 0; i < 10; i++) {
            put("id-" + i, 1, "same");
        }
        assertThat(pages("by-tag", "tag = :v", Map.of(":v", new S("same")), true))
                .hasSize(10);
        assertThat(pages("by-tag", "tag = :v", Map.of(":v", new S("same")), false))
                .hasSize(10);
        put("id-3", 1, "other");
        room.items()
                .write(new Write.Delete("t", Map.of("id", new S("id-4"), "pos", new N("1")), Write.Guard.NONE), PLAIN);
        assertThat(pages("by-tag", "tag = :v", Map.of(":v", new S("same")), true))
                .hasSize(8);
    }

    @Test
    void segmentsOfAScanHaveEverythingOnce() {
        for (int i = 0; i < 40; i++) {
            put("id-" + i, 1, "x");
        }
        List<String> found = new ArrayList<>();
        for (int segment = 0; segment < 3; segment++) {
            Map<String, AttributeValue> start = null;
            do {
                Items.Page page = room.items().scan(new Items.Scan(selection(null, Map.of(), 7, start), segment, 3));
                page.items().forEach(each -> found.add(((S) each.get("id")).value()));
                start = page.last();
            } while (start != null);
        }
        assertThat(found).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void recordsOfAStreamKeepTheirOrderOverARestart() {
        put("a", 1, "x");
        put("a", 1, "y");
        use(file.reopen());
        put("a", 1, "z");

        Streams.Source source = room.streams().list(null).getFirst();
        List<Streams.Entry> entries = room.streams().read(source, 0, 10);
        assertThat(entries)
                .extracting(each -> each.record().newImage().get("tag"))
                .containsExactly(new S("x"), new S("y"), new S("z"));
        assertThat(entries).extracting(Streams.Entry::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(room.streams().read(source, entries.get(1).sequence(), 10)).hasSize(1);
        assertThat(room.streams().newest(source)).isEqualTo(entries.get(2).sequence());
    }

    @Test
    void aDecisionThatRefusesLeavesItsNeighboursAlone() {
        ItemKey key = new ItemKey(new byte[] {1}, new byte[] {2});
        var first = store.change(reader ->
                new TableStore.Outcome<>(List.of(new ItemChange.Put(7, key, new byte[] {9})), "done"));
        var second = store.<String>change(reader -> {
            throw dev.hearth.neighbours.dynamodb.DynamoDbError.invalid("no");
        });

        assertThat(first.toCompletableFuture().join()).isEqualTo("done");
        assertThatThrownBy(() -> second.toCompletableFuture().join()).hasCauseInstanceOf(FaultException.class);
        assertThat(store.item(7, key)).containsExactly(9);
    }

    @Test
    void whatATableLeavesIsRemoved() {
        for (int i = 0; i < 30; i++) {
            put("id-" + i, 1, "x");
        }
        long id = room.tables().get("t").id();
        room.tables().delete("t");
        assertThat(store.size(id).items()).isEqualTo(30);

        while (store.sweep(7)) {
            assertThat(store.hasWork()).isNotNull();
        }

        assertThat(store.size(id).items()).isZero();
        assertThat(store.hasWork()).isFalse();
    }
}

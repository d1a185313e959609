package dev.hearth.neighbours.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.dynamodb.AttributeValue.N;
import dev.hearth.neighbours.dynamodb.AttributeValue.S;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DynamoDbTest {

    private static final Write.Options PLAIN = new Write.Options(Write.Returned.NONE, false, null);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualPorts ports = new VirtualPorts(START, 1);
    private final TableStore store = TableStore.inMemory();
    private final DynamoDb room = DynamoDb.create(store, ports.ports(), new AwsScope("000000000000", "us-east-1"));

    DynamoDbTest() {
        room.start();
        ports.settle();
        room.tables()
                .create(new Tables.TableWish(
                        "t",
                        List.of(new KeySchema.Part("id", ScalarType.S), new KeySchema.Part("at", ScalarType.N)),
                        List.of(new Tables.KeyElement("id", "HASH"), new Tables.KeyElement("at", "RANGE")),
                        "PAY_PER_REQUEST",
                        null,
                        null,
                        null,
                        "NEW_AND_OLD_IMAGES",
                        Map.of(),
                        Map.of()));
    }

    private static Map<String, AttributeValue> key(String id, int at) {
        return Map.of("id", new S(id), "at", new N(Integer.toString(at)));
    }

    private static Map<String, AttributeValue> item(String id, int at, String name, AttributeValue value) {
        return Map.of("id", new S(id), "at", new N(Integer.toString(at)), name, value);
    }

    private void put(String id, int at, String name, AttributeValue value) {
        room.items().write(new Write.Put("t", item(id, at, name, value), Write.Guard.NONE), PLAIN);
    }

    private @Nullable Map<String, AttributeValue> get(String id, int at) {
        return room.items()
                .get(new Items.Get("t", key(id, at), true, null, null, ExpressionInput.NONE))
                .item();
    }

    private static Write.Guard when(String condition, @Nullable Map<String, AttributeValue> values) {
        return new Write.Guard(condition, new ExpressionInput(null, values), null, false, true);
    }

    private List<StreamRecord> records() {
        Streams.Source source = room.streams().list("t").getFirst();
        return room.streams().read(source, 0, 1_000).stream()
                .map(Streams.Entry::record)
                .toList();
    }

    @Test
    void aConditionGuardsAWrite() {
        Write first = new Write.Put("t", item("a", 1, "x", new S("1")), when("attribute_not_exists(id)", null));

        assertThat(room.items().write(first, PLAIN)).isInstanceOf(Write.Result.Written.class);
        assertThat(room.items().write(first, PLAIN))
                .isEqualTo(new Write.Result.ConditionFailed(item("a", 1, "x", new S("1"))));
    }

    @Test
    void aTransactionIsWholeOrNothing() {
        put("a", 1, "x", new S("1"));
        List<Write> writes = List.of(
                new Write.Put("t", item("b", 1, "x", new S("2")), Write.Guard.NONE),
                new Write.Check("t", key("a", 1), when("x = :v", Map.of(":v", new S("other")))));

        Items.Transaction outcome = room.items().transact(writes, null, new byte[0], PLAIN);

        assertThat(outcome)
                .isEqualTo(new Items.Transaction.Cancelled(List.of(
                        Items.Reason.NONE,
                        new Items.Reason(
                                "ConditionalCheckFailed",
                                "The conditional request failed",
                                item("a", 1, "x", new S("1"))))));
        assertThat(get("b", 1)).isNull();
    }

    @Test
    void aTokenMakesARepetitionHarmless() {
        List<Write> add = List.of(new Write.Update(
                "t",
                key("a", 1),
                "ADD n :one",
                null,
                new Write.Guard(null, new ExpressionInput(null, Map.of(":one", new N("1"))), null, false, false)));

        room.items().transact(add, "token", new byte[] {1}, PLAIN);
        room.items().transact(add, "token", new byte[] {1}, PLAIN);

        assertThat(get("a", 1)).containsEntry("n", new N("1"));
        assertThatThrownBy(() -> room.items().transact(add, "token", new byte[] {2}, PLAIN))
                .hasMessageContaining("same client token");
        ports.advance(Duration.ofMinutes(11));
        room.items().transact(add, "token", new byte[] {2}, PLAIN);
        assertThat(get("a", 1)).containsEntry("n", new N("2"));
    }

    @Test
    void itemsExpireAndTheStreamSaysWhoDidIt() {
        long soon = START.getEpochSecond() + 60;
        put("a", 1, "gone", new N(Long.toString(soon)));
        room.tables().timeToLive("t", "gone", true);
        put("b", 1, "gone", new N(Long.toString(soon)));
        put("c", 1, "gone", new N("5"));
        ports.advance(Duration.ofSeconds(30));
        assertThat(get("a", 1)).isNotNull();

        ports.advance(Duration.ofSeconds(60));

        assertThat(get("a", 1)).isNull();
        assertThat(get("b", 1)).isNull();
        assertThat(get("c", 1)).as("older than five years").isNotNull();
        assertThat(records().stream().filter(StreamRecord::expired))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.event()).isEqualTo("REMOVE"));
    }

    @Test
    void anIndexIsFilledWithWhatWasThere() {
        for (int i = 0; i < 450; i++) {
            put("a", i, "tag", new S("x"));
        }
        room.tables()
                .update(new Tables.TableUpdate(
                        "t",
                        List.of(new KeySchema.Part("tag", ScalarType.S)),
                        null,
                        null,
                        List.of(new Tables.IndexUpdate.Create(new Tables.IndexWish(
                                "by-tag", List.of(new Tables.KeyElement("tag", "HASH")), "KEYS_ONLY", null, null))),
                        null,
                        Map.of()));
        assertThat(room.tables().get("t").index("by-tag").filled()).isFalse();
        put("b", 1, "tag", new S("x"));
        ports.settle();

        assertThat(room.tables().get("t").index("by-tag").filled()).isTrue();
        assertThat(query("by-tag", "tag = :v", Map.of(":v", new S("x"))).count())
                .isEqualTo(451);
        room.items().write(new Write.Delete("t", key("b", 1), Write.Guard.NONE), PLAIN);
        assertThat(query("by-tag", "tag = :v", Map.of(":v", new S("x"))).count())
                .isEqualTo(450);
    }

    private Items.Page query(@Nullable String index, String keys, Map<String, AttributeValue> values) {
        return room.items()
                .query(new Items.Query(
                        new Items.Selection(
                                "t",
                                index,
                                null,
                                null,
                                false,
                                null,
                                null,
                                new ExpressionInput(null, values),
                                0,
                                null,
                                null,
                                false),
                        keys,
                        null,
                        true));
    }

    @Test
    void aPageEndsAtOneMegabyte() {
        String large = "x".repeat(300_000);
        for (int i = 0; i < 6; i++) {
            put("a", i, "x", new S(large));
        }

        Items.Page page = query(null, "id = :v", Map.of(":v", new S("a")));

        assertThat(page.count()).isEqualTo(4);
        assertThat(page.last()).isEqualTo(key("a", 3));
    }

    @Test
    void theStreamTellsChangesAndOnlyThem() {
        put("a", 1, "x", new S("1"));
        put("a", 1, "x", new S("1"));
        put("a", 1, "x", new S("2"));
        room.items().write(new Write.Delete("t", key("a", 1), Write.Guard.NONE), PLAIN);
        room.items().write(new Write.Delete("t", key("a", 1), Write.Guard.NONE), PLAIN);

        assertThat(records()).extracting(StreamRecord::event).containsExactly("INSERT", "MODIFY", "REMOVE");
        assertThat(records().get(1).oldImage()).isEqualTo(item("a", 1, "x", new S("1")));
        assertThat(records().get(1).newImage()).isEqualTo(item("a", 1, "x", new S("2")));
        assertThat(records().get(1).keys()).isEqualTo(key("a", 1));
    }

    @Test
    void itemsAreAtMost400Kilobytes() {
        assertThatThrownBy(() -> put("a", 1, "x", new S("x".repeat(410_000))))
                .hasMessage("Item size has exceeded the maximum allowed size");
    }

    @Test
    void aProtectedTableStays() {
        room.tables().keep("t", Map.of(Table.DELETION_PROTECTION, "true"));

        assertThatThrownBy(() -> room.tables().delete("t")).hasMessageContaining("protected against deletion");
        room.tables().keep("t", Map.of(Table.DELETION_PROTECTION, "false"));
        room.tables().delete("t");
        assertThatThrownBy(() -> get("a", 1)).hasMessage("Requested resource not found");
    }
}

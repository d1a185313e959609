package dev.hearth.aws.dynamodb;

import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Streams;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.Tables;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies of tables and streams: kept and given back, not enforced. */
final class PolicyOperations {

    private static final String NO_POLICY = "NO_POLICY";
    private static final int MAX_BYTES = 20 * 1024;

    private final Tables tables;
    private final Streams streams;

    PolicyOperations(DynamoDb room) {
        this.tables = room.tables();
        this.streams = room.streams();
    }

    /** Which settings of which table a resource's policy is. */
    private record Place(Table table, String policy, String revision) {

        @Nullable
        String present() {
            return table.setting(policy);
        }

        @Nullable
        String presentRevision() {
            return present() == null ? null : table.setting(revision);
        }
    }

    private Place place(Members request) {
        String arn = request.text("ResourceArn");
        new Constraints().notNull(arn, "resourceArn").check();
        if (arn != null && arn.contains("/stream/")) {
            return new Place(streams.get(arn).table(), Table.STREAM_POLICY, Table.STREAM_POLICY_REVISION);
        }
        return new Place(tables.get(arn == null ? "" : arn), Table.POLICY, Table.POLICY_REVISION);
    }

    private static void checkRevision(Members request, Place place) {
        String expected = request.text("ExpectedRevisionId");
        String present = place.presentRevision();
        boolean fits = expected == null || (expected.equals(NO_POLICY) ? present == null : expected.equals(present));
        if (!fits) {
            throw DynamoDbError.POLICY_NOT_FOUND.because(
                    "Resource-based policy not found for the provided ResourceArn: the revision is another");
        }
    }

    Answer put(Members request) {
        Place place = place(request);
        String policy = request.text("Policy");
        new Constraints().notNull(policy, "policy").check();
        if (policy != null && policy.length() > MAX_BYTES) {
            throw DynamoDbError.LIMIT_EXCEEDED.because("The policy is larger than " + MAX_BYTES + " bytes");
        }
        checkRevision(request, place);
        String before = place.presentRevision();
        String revision = Long.toString(before == null ? 1_000_000_000_001L : Long.parseLong(before) + 1);
        Map<String, @Nullable String> settings = new HashMap<>();
        settings.put(place.policy, policy);
        settings.put(place.revision, revision);
        tables.keep(place.table.name(), settings);
        return Answers.of(json -> json.writeStringProperty("RevisionId", revision));
    }

    Answer get(Members request) {
        Place place = place(request);
        String policy = place.present();
        if (policy == null) {
            throw DynamoDbError.POLICY_NOT_FOUND.because(
                    "Resource-based policy not found for the provided ResourceArn: " + request.text("ResourceArn"));
        }
        String revision = place.presentRevision();
        return Answers.of(json -> {
            json.writeStringProperty("Policy", policy);
            json.writeStringProperty("RevisionId", revision == null ? "1000000000000" : revision);
        });
    }

    Answer delete(Members request) {
        Place place = place(request);
        checkRevision(request, place);
        String revision = place.presentRevision();
        Map<String, @Nullable String> settings = new HashMap<>();
        settings.put(place.policy, null);
        settings.put(place.revision, null);
        tables.keep(place.table.name(), settings);
        return Answers.of(json -> {
            if (revision != null) {
                json.writeStringProperty("RevisionId", revision);
            }
        });
    }
}

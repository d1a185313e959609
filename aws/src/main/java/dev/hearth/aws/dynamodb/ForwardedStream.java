package dev.hearth.aws.dynamodb;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@link RemoteStream} by the operations of DynamoDB Streams. */
record ForwardedStream(RemoteTables endpoint, String arn) implements RemoteStream {

    private static final String TARGET = "DynamoDBStreams_20120810.";
    private static final int OK = 200;
    private static final int MAX_RECORDS = 1_000;
    /** Of one listing, and of one walk to a shard's end: more are a mistake of the endpoint. */
    private static final int MAX_PAGES = 10_000;

    private static final Set<String> TOO_OLD = Set.of("ExpiredIteratorException", "TrimmedDataAccessException");

    private Members ask(String operation, Consumer<JsonGenerator> request) {
        RemoteTables.Answer answer;
        try {
            answer = endpoint.post(TARGET + operation, JsonBody.write(request));
        } catch (IOException failed) {
            throw new Fault(Fault.Kind.UNAVAILABLE, endpoint + " does not answer: " + failed.getMessage())
                    .asException();
        }
        Members body = new Members(JsonBody.read(ByteBuffer.wrap(answer.body())));
        if (answer.status() == OK) {
            return body;
        }
        String type = body.text("__type", "");
        String code = type.substring(type.indexOf('#') + 1);
        boolean gone = code.equals("ResourceNotFoundException");
        throw new Fault(
                        gone ? Fault.Kind.NOT_FOUND : Fault.Kind.UNAVAILABLE,
                        body.text("message", body.text("Message", code)),
                        code)
                .asException();
    }

    /** Found while it is listed. */
    private record Listed(Part part, @Nullable String last) {}

    private List<Listed> listed() {
        List<Listed> all = new ArrayList<>();
        String after = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            String from = after;
            Members answer = ask("DescribeStream", json -> {
                json.writeStringProperty("StreamArn", arn);
                if (from != null) {
                    json.writeStringProperty("ExclusiveStartShardId", from);
                }
            });
            Members stream = answer.structure("StreamDescription");
            List<Members> shards = stream == null ? null : stream.structures("Shards");
            if (shards != null) {
                shards.forEach(each -> all.add(listed(each)));
            }
            after = stream == null ? null : stream.text("LastEvaluatedShardId");
            if (after == null) {
                break;
            }
        }
        // Names begin with the time at which a shard was made.
        all.sort(Comparator.comparing(each -> each.part.id()));
        return all;
    }

    private static Listed listed(Members shard) {
        Members range = shard.structure("SequenceNumberRange");
        String last = range == null ? null : range.text("EndingSequenceNumber");
        return new Listed(new Part(shard.text("ShardId", ""), shard.text("ParentShardId"), last != null), last);
    }

    @Override
    public List<Part> shards() {
        return listed().stream().map(Listed::part).toList();
    }

    @Override
    public Optional<String> last(String shard) {
        for (Listed each : listed()) {
            if (each.part.id().equals(shard) && each.last != null) {
                return Optional.of(each.last);
            }
        }
        String newest = null;
        String next = iterator(shard, null);
        for (int page = 0; page < MAX_PAGES && next != null; page++) {
            Read read = read(next, MAX_RECORDS).orElse(new Read(List.of(), null));
            if (read.entries().isEmpty()) {
                break;
            }
            newest = read.entries().getLast().sequence();
            next = read.next();
        }
        return Optional.ofNullable(newest);
    }

    @Override
    public String iterator(String shard, @Nullable String after) {
        return ask("GetShardIterator", json -> {
                    json.writeStringProperty("StreamArn", arn);
                    json.writeStringProperty("ShardId", shard);
                    json.writeStringProperty(
                            "ShardIteratorType", after == null ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER");
                    if (after != null) {
                        json.writeStringProperty("SequenceNumber", after);
                    }
                })
                .text("ShardIterator", "");
    }

    @Override
    public Optional<Read> read(String iterator, int most) {
        Members answer;
        try {
            answer = ask("GetRecords", json -> {
                json.writeStringProperty("ShardIterator", iterator);
                json.writeNumberProperty("Limit", Math.min(most, MAX_RECORDS));
            });
        } catch (FaultException refused) {
            if (TOO_OLD.contains(refused.fault().detail())) {
                return Optional.empty();
            }
            throw refused;
        }
        List<Members> records = answer.structures("Records");
        List<Entry> entries =
                records == null ? List.of() : records.stream().map(this::entry).toList();
        return Optional.of(new Read(entries, answer.text("NextShardIterator")));
    }

    private Entry entry(Members record) {
        Members change = record.structure("dynamodb");
        Members keys = change == null ? null : change.structure("Keys");
        byte[] key = JsonBody.write(json -> {
            if (keys != null) {
                Trees.write(json, "Keys", new TreeMap<>(keys.map()));
            }
        });
        byte[] json = JsonBody.write(event -> {
            record.map().forEach((name, value) -> Trees.write(event, name, value));
            event.writeStringProperty("eventSourceARN", arn);
        });
        return new Entry(
                change == null ? "" : change.text("SequenceNumber", ""),
                new String(key, StandardCharsets.UTF_8),
                json,
                change == null ? 0 : created(change));
    }

    private static long created(Members change) {
        return switch (change.map().get("ApproximateCreationDateTime")) {
            case BigDecimal seconds -> seconds.longValue();
            case Long seconds -> seconds;
            case null, default -> 0;
        };
    }
}

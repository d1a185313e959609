package dev.hearth.services.pollerfleet;

import dev.hearth.services.pollerfleet.EventSource.Item;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/** The events of streams, put together of their records (developer guide, "Using Lambda with Kinesis"). */
final class StreamEvents {

    private StreamEvents() {}

    static ByteBuffer event(List<Item> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records(out, batch);
        put(out, "}");
        return buffer(out);
    }

    static ByteBuffer windowEvent(
            List<Item> batch, TumblingWindow window, TumblingWindow.End end, String shard, String arn) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records(out, batch);
        put(out, ",\"window\":{\"start\":" + time(window.start()) + ",\"end\":" + time(window.end()) + "},\"state\":");
        put(out, window.state());
        put(out, ",\"shardId\":" + quoted(shard) + ",\"eventSourceARN\":" + quoted(arn));
        put(out, ",\"isFinalInvokeForWindow\":" + (end != TumblingWindow.End.OPEN));
        put(out, ",\"isWindowTerminatedEarly\":" + (end == TumblingWindow.End.EARLY) + "}");
        return buffer(out);
    }

    private static void records(ByteArrayOutputStream out, List<Item> batch) {
        put(out, "{\"Records\":[");
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            ByteBuffer json = batch.get(i).json().duplicate();
            byte[] bytes = new byte[json.remaining()];
            json.get(bytes);
            out.writeBytes(bytes);
        }
        put(out, "]");
    }

    /** @param name {@code KinesisBatchInfo} or {@code DDBStreamBatchInfo} */
    static String batchInfo(String name, String shard, String arn, List<Item> batch) {
        return "\"" + name + "\":{\"shardId\":" + quoted(shard)
                + ",\"startSequenceNumber\":" + quoted(batch.getFirst().id())
                + ",\"endSequenceNumber\":" + quoted(batch.getLast().id())
                + ",\"approximateArrivalOfFirstRecord\":"
                + time(batch.getFirst().arrived())
                + ",\"approximateArrivalOfLastRecord\":" + time(batch.getLast().arrived())
                + ",\"batchSize\":" + batch.size()
                + ",\"streamArn\":" + quoted(arn) + "}";
    }

    private static String time(Instant instant) {
        return "\"" + instant.truncatedTo(ChronoUnit.MILLIS) + "\"";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    private static void put(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer buffer(ByteArrayOutputStream out) {
        return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
    }
}

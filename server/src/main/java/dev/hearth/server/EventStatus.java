package dev.hearth.server;

import dev.hearth.services.queuemanager.QueueReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * What is told of events.
 *
 * @param queues that hold something, held something since the start, or belong to a function
 * @param functions what happened to events, by function
 * @param oldest age of the oldest event, zero when there is none
 * @param running invocations of events that run now
 * @param takenBytes bytes of events in the pollers' memory
 */
record EventStatus(
        List<QueueReport> queues,
        Map<String, EventMetrics.Meters> functions,
        Duration oldest,
        int running,
        long takenBytes) {

    static final EventStatus NOTHING = new EventStatus(List.of(), Map.of(), Duration.ZERO, 0, 0);

    /** Events in the queues. */
    long waiting() {
        return queues.stream().mapToLong(QueueReport::depth).sum();
    }

    /** Events in the queues, by function. */
    Map<String, Long> waitingByFunction() {
        Map<String, Long> all = new TreeMap<>();
        queues.forEach(queue -> queue.functions().forEach((function, count) -> all.merge(function, count, Long::sum)));
        return all;
    }

    /** Events accepted since the start, by function ({@code AsyncEventsReceived}). */
    Map<String, Long> received() {
        Map<String, Long> all = new TreeMap<>();
        queues.forEach(queue -> queue.accepted().forEach((function, count) -> all.merge(function, count, Long::sum)));
        return all;
    }

    void write(JsonGenerator json) {
        json.writeObjectPropertyStart("events");
        json.writeNumberProperty("waiting", waiting());
        json.writeNumberProperty("oldestSeconds", oldest.toSeconds());
        json.writeNumberProperty("running", running);
        json.writeObjectPropertyStart("queues");
        queues.stream().filter(queue -> queue.depth() > 0).forEach(queue -> {
            json.writeNumberProperty(Integer.toString(queue.queue()), queue.depth());
        });
        json.writeEndObject();
        json.writeObjectPropertyStart("functions");
        Map<String, Long> received = received();
        Map<String, Long> waiting = waitingByFunction();
        functions.forEach((function, meters) -> {
            if (received.containsKey(function) || !meters.ages().isEmpty() || waiting.containsKey(function)) {
                json.writeObjectPropertyStart(function);
                json.writeNumberProperty("received", received.getOrDefault(function, 0L));
                json.writeNumberProperty("waiting", waiting.getOrDefault(function, 0L));
                json.writeNumberProperty("succeeded", meters.succeeded().sum());
                json.writeNumberProperty("retries", meters.retries().sum());
                json.writeNumberProperty("duplicates", meters.repeated().sum());
                json.writeNumberProperty("refused", meters.refusals().sum());
                json.writeNumberProperty("dropped", meters.dropped().sum());
                json.writeNumberProperty("delivered", meters.delivered().sum());
                json.writeNumberProperty("deadLetters", meters.deadLetters().sum());
                json.writeNumberProperty("undelivered", meters.undelivered().sum());
                json.writeEndObject();
            }
        });
        json.writeEndObject();
        json.writeEndObject();
    }
}

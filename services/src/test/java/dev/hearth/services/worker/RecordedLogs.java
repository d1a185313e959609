package dev.hearth.services.worker;

import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.logs.LogEvent;
import java.util.ArrayList;
import java.util.List;

/** Logs that keep every message in the order of arrival. */
public final class RecordedLogs implements LogAppender {

    private final List<String> messages = new ArrayList<>();
    private String stream = "";

    @Override
    public synchronized void append(String group, String stream, List<LogEvent> events) {
        this.stream = group + " " + stream;
        events.forEach(event -> messages.add(event.message()));
    }

    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    public synchronized String stream() {
        return stream;
    }
}

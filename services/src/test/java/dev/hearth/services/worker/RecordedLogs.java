package dev.hearth.services.worker;

import dev.hearth.services.logs.LogAppender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Logs that keep every message in the order of arrival. */
public final class RecordedLogs implements LogAppender {

    private final List<String> messages = new ArrayList<>();
    private String stream = "";

    @Override
    public Appending open(String group, String stream) {
        return (_, utf8, from, length) -> record(group, stream, new String(utf8, from, length, StandardCharsets.UTF_8));
    }

    private synchronized void record(String group, String stream, String message) {
        this.stream = group + " " + stream;
        messages.add(message);
    }

    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    public synchronized String stream() {
        return stream;
    }
}

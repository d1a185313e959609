package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The telemetry of one environment: takes events in Lambda's schema (2022-12-13) and hands them to the extensions that
 * subscribed, each with a buffer of its own. What happened before the first subscription in the init phase is kept
 * for it. Thread-safe; without a subscriber an event costs one look at a list.
 */
final class Telemetry {

    /** How a batch leaves; the sandbox's affair. */
    interface Delivery {

        /** Posts {@code body} to a port inside; {@code done} runs when it was taken or could not be delivered. */
        void post(int port, String path, String body, Runnable done);
    }

    /** Events of the init phase that are kept for who subscribes later. */
    private static final int KEPT_EVENTS = 256;

    private final Ports ports;
    private final Delivery delivery;
    private final List<TelemetryBuffer> subscribers = new CopyOnWriteArrayList<>();
    private final List<Event> kept = new ArrayList<>();
    private volatile boolean keeping = true;

    /** One event and the type by which it is subscribed. */
    private record Event(String category, String json) {}

    Telemetry(Ports ports, Delivery delivery) {
        this.ports = ports;
        this.delivery = delivery;
    }

    /** Whether anybody will see an event. */
    boolean wanted() {
        return keeping || !subscribers.isEmpty();
    }

    /** A {@code platform.*} event, as JSON. */
    void platform(String json) {
        take("platform", json);
    }

    /** A line that a process inside wrote. */
    void line(String text) {
        if (wanted()) {
            take("function", PlatformEvents.event(ports.time().instant(), "function", JsonText.quoted(text)));
        }
    }

    private void take(String category, String json) {
        if (keeping) {
            synchronized (kept) {
                if (keeping && kept.size() < KEPT_EVENTS) {
                    kept.add(new Event(category, json));
                }
            }
        }
        for (TelemetryBuffer subscriber : subscribers) {
            subscriber.add(category, json);
        }
    }

    void subscribe(TelemetrySubscription subscription) {
        TelemetryBuffer subscriber = new TelemetryBuffer(ports, subscription, delivery);
        synchronized (kept) {
            kept.forEach(event -> subscriber.add(event.category(), event.json()));
            subscribers.add(subscriber);
        }
    }

    /** Nobody can subscribe any more. */
    void initDone() {
        synchronized (kept) {
            keeping = false;
            kept.clear();
        }
    }

    /** Sends at once what waits. */
    void flush() {
        subscribers.forEach(TelemetryBuffer::flush);
    }

    /** The sandbox is gone; another may come. */
    void reset() {
        synchronized (kept) {
            subscribers.forEach(TelemetryBuffer::close);
            subscribers.clear();
            kept.clear();
            keeping = true;
        }
    }
}

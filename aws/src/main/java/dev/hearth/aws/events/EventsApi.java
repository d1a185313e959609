package dev.hearth.aws.events;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.events.Events;

/** The Amazon EventBridge API (2015-10-07). */
public interface EventsApi {

    /** The API over the event buses of this account and region. */
    static AwsApi create(Events events) {
        return new EventsOperations(events);
    }
}

package dev.hearth.services.pollerfleet;

import dev.hearth.core.FaultException;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.Registry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What functions' owners say of their events. Answers from memory. */
public interface RuleBook {

    /** The rules for {@code event} now; the defaults when its function is no more. */
    EventRules rules(Event event);

    /** Whether the function may not run at all: its reserved concurrency is 0. */
    boolean isStopped(Event event);

    /** The ARN of the event's function, always qualified. */
    String arn(Event event);

    /** What is kept in the registry and as configured concurrency. */
    static RuleBook of(Registry registry, Concurrency concurrency) {
        return new RuleBook() {
            @Override
            public EventRules rules(Event event) {
                FunctionPart.EventInvoke said = said(event);
                Integer retries = said == null ? null : said.maximumRetryAttempts();
                Integer age = said == null ? null : said.maximumEventAgeSeconds();
                return new EventRules(
                        retries == null ? EventRules.DEFAULTS.maximumRetries() : retries,
                        age == null ? EventRules.DEFAULTS.maximumAge() : Duration.ofSeconds(age),
                        said == null ? "" : said.onSuccess(),
                        said == null ? "" : said.onFailure(),
                        deadLetter(event));
            }

            private FunctionPart.@Nullable EventInvoke said(Event event) {
                try {
                    return registry.options().eventInvoke(event.function(), qualifier(event));
                } catch (FaultException nothingSaid) {
                    return null;
                }
            }

            private String deadLetter(Event event) {
                try {
                    return registry.get("lambda:InvokeFunction", event.function(), qualifier(event))
                            .configuration()
                            .deadLetterTarget();
                } catch (FaultException gone) {
                    return "";
                }
            }

            @Override
            public boolean isStopped(Event event) {
                try {
                    return concurrency
                                    .reserved("lambda:InvokeFunction", event.function())
                                    .orElse(1)
                            == 0;
                } catch (FaultException gone) {
                    return false;
                }
            }

            @Override
            public String arn(Event event) {
                String qualifier = event.qualifier().isEmpty() ? "$LATEST" : event.qualifier();
                return registry.arn(event.function()) + ":" + qualifier;
            }
        };
    }

    private static @Nullable String qualifier(Event event) {
        return event.qualifier().isEmpty() ? null : event.qualifier();
    }
}

package dev.hearth.services.frontend;

import java.util.concurrent.CompletionStage;

/** The door of every invocation. */
@FunctionalInterface
public interface Frontend {

    /** Runs one invocation. Never completes exceptionally: refusals are outcomes. Does not block. */
    CompletionStage<InvokeOutcome> invoke(InvokeCommand command);
}

package dev.hearth.services.worker;

import dev.hearth.core.Fault;

/** How the start of an environment ended. */
public sealed interface EnvironmentStart {

    /** The environment exists and takes an invocation; {@code healthy} is false when its init failed. */
    record Started(String environmentId, boolean healthy) implements EnvironmentStart {}

    /** No sandbox could be made. */
    record Refused(Fault fault) implements EnvironmentStart {}
}

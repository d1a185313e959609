package dev.hearth.services.worker;

import java.nio.ByteBuffer;

/** What a runtime with snapshot hooks tells between its init and its first {@code next}. */
sealed interface RestoreEvent extends LifeEvent {

    Exchange exchange();

    /**
     * The hooks before the snapshot ran; the runtime waits to be told that it may run those after it. {@code asked}:
     * the function asked for SnapStart, otherwise it is in its init phase still.
     */
    record Waits(Exchange exchange, boolean asked) implements RestoreEvent {}

    /** A hook after the snapshot failed. */
    record Erred(Exchange exchange, String errorType, ByteBuffer payload) implements RestoreEvent {}
}

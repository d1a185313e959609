package dev.hearth.drivers.namespace;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import java.nio.ByteBuffer;
import java.util.Queue;

/** A listener that passes everything on and then tells of the end. */
record Telling(SandboxListener listener, Queue<SandboxEnd> ends) implements SandboxListener {

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        listener.serveRuntimeApi(socket);
    }

    @Override
    public void output(ByteBuffer bytes) {
        listener.output(bytes);
    }

    @Override
    public void ended(SandboxEnd how) {
        listener.ended(how);
        ends.add(how);
    }
}

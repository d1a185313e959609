package dev.hearth.services.frontend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Serves the connections of users at a host that does not decide, as far as that host may itself. */
@FunctionalInterface
public interface MemberDoor {

    /** Serves nothing: every connection goes on to whoever decides. */
    MemberDoor NOTHING = (in, out, onward) -> new Rest(new byte[0], null);

    /**
     * Serves a connection until its user has left, which gives null, or until something comes that goes on to whoever
     * decides with all that follows.
     */
    @Nullable
    Rest serve(InputStream in, OutputStream out, Onward onward) throws IOException;

    /**
     * What goes on.
     *
     * @param read bytes that the user sent and nobody has yet
     * @param way on which the rest of an answer is to come; null for a new one
     */
    record Rest(byte[] read, @Nullable Way way) {}

    /** Leads to whoever decides. */
    interface Onward {

        /** Whether somebody decides now. */
        boolean leads();

        /**
         * A connection to whoever decides. Blocks while nobody does.
         *
         * @throws IOException when nobody does for too long
         */
        Way way() throws IOException;
    }

    /** A connection to whoever decides. */
    interface Way {

        InputStream in() throws IOException;

        OutputStream out() throws IOException;

        /** Whether it leads to whoever decides now. */
        boolean leads();

        void close();
    }
}

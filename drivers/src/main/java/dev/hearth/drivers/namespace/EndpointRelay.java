package dev.hearth.drivers.namespace;

import dev.hearth.drivers.linux.IoBuffer;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.linux.LinuxException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries connections from a port inside one sandbox to the same port of the host's loopback. Runs on its poller's
 * thread; the number of connections and what is kept of each is bounded.
 */
final class EndpointRelay {

    /** Connections at the same time; more wait in the socket's backlog. */
    static final int MAX_CONNECTIONS = 128;

    private static final Logger LOG = LoggerFactory.getLogger(EndpointRelay.class);

    private final Poller poller;
    private final int listening;
    private final int port;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Connection> connections = new HashSet<>();
    private long key;
    private boolean accepting = true;
    private boolean closed;

    private EndpointRelay(Poller poller, int listening, int port) {
        this.poller = poller;
        this.listening = listening;
        this.port = port;
    }

    /** The listening socket stays the caller's, to be closed after {@link #stop}. */
    static EndpointRelay start(Poller poller, int listening, int port) throws LinuxException {
        EndpointRelay relay = new EndpointRelay(poller, listening, port);
        relay.lock.lock();
        try {
            relay.key = poller.watch(listening, Poller.READABLE, _ -> relay.accept());
        } finally {
            relay.lock.unlock();
        }
        return relay;
    }

    void stop() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                poller.forget(listening, key);
                Set.copyOf(connections).forEach(Connection::close);
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        lock.lock();
        try {
            int inside = closed ? -1 : Sockets.accept(listening, false);
            if (inside >= 0) {
                connect(inside);
            }
            acceptWhileThereIsRoom();
        } finally {
            lock.unlock();
        }
    }

    private void connect(int inside) {
        try {
            Connection connection = new Connection(inside, Sockets.connectLoopback(port));
            connections.add(connection);
            connection.watch();
        } catch (LinuxException refused) {
            LOG.debug("a connection to port {} failed", port, refused);
            Linux.close(inside);
        }
    }

    private void acceptWhileThereIsRoom() {
        boolean room = connections.size() < MAX_CONNECTIONS;
        if (!closed && room != accepting) {
            accepting = room;
            poller.change(listening, room ? Poller.READABLE : 0, key);
        }
    }

    /** Two sockets and the bytes on their way between them. */
    private final class Connection {

        private final Side inside;
        private final Side host;
        private boolean gone;

        private Connection(int insideSocket, int hostSocket) {
            inside = new Side(insideSocket);
            host = new Side(hostSocket);
        }

        private void watch() throws LinuxException {
            inside.want(Poller.READABLE, this);
            host.want(Poller.READABLE, this);
        }

        private void move() {
            lock.lock();
            try {
                if (!gone && !carryBothWays()) {
                    close();
                    acceptWhileThereIsRoom();
                }
            } catch (LinuxException refused) {
                LOG.debug("a connection to port {} failed", port, refused);
                close();
            } finally {
                lock.unlock();
            }
        }

        /** False when the connection is over. */
        private boolean carryBothWays() throws LinuxException {
            boolean sound = carry(inside, host) && carry(host, inside);
            inside.want(inside.interest(host), this);
            host.want(host.interest(inside), this);
            return sound && (inside.open() || host.open());
        }

        /** One turn in one direction; false when a socket failed. */
        private static boolean carry(Side from, Side to) {
            boolean sound = to.flush();
            if (sound && to.pending.length == 0 && !from.ended) {
                sound = from.readInto(to);
            }
            return sound;
        }

        private void close() {
            if (!gone) {
                gone = true;
                inside.close();
                host.close();
                connections.remove(this);
            }
        }
    }

    /** One socket of a connection, and what has still to be written to it. */
    private final class Side {

        private static final byte[] NOTHING = {};
        private static final long NOT_WATCHED = -1;

        private final int socket;
        private long key = NOT_WATCHED;
        private int wanted;
        private byte[] pending = NOTHING;
        private boolean ended;

        private Side(int socket) {
            this.socket = socket;
        }

        private boolean open() {
            return !ended || pending.length > 0;
        }

        /**
         * Watches for these events only; for none at all the socket is let go, because a hang-up would always be
         * told.
         */
        private void want(int events, Connection connection) throws LinuxException {
            if (events == wanted) {
                return;
            }
            if (events == 0) {
                poller.forget(socket, key);
                key = NOT_WATCHED;
            } else if (key == NOT_WATCHED) {
                key = poller.watch(socket, events, _ -> connection.move());
            } else {
                poller.change(socket, events, key);
            }
            wanted = events;
        }

        /** Reads when the other side has taken everything; wants to write when something is left. */
        private int interest(Side other) {
            boolean read = !ended && other.pending.length == 0;
            return (read ? Poller.READABLE : 0) | (pending.length > 0 ? Poller.WRITABLE : 0);
        }

        private boolean readInto(Side other) {
            IoBuffer buffer = IoBuffer.take();
            try {
                int count = Linux.read(socket, buffer);
                if (count == 0) {
                    ended = true;
                    Sockets.shutdownWrites(other.socket);
                }
                return count > 0 ? other.write(buffer, count) : count == 0 || count == -Linux.EAGAIN;
            } finally {
                buffer.giveBack();
            }
        }

        private boolean write(IoBuffer buffer, int count) {
            int put = Linux.write(socket, buffer, 0, count);
            if (put < 0 && put != -Linux.EAGAIN) {
                return false;
            }
            int done = Math.max(0, put);
            pending = new byte[count - done];
            buffer.first(count).position(done).get(pending);
            return true;
        }

        private boolean flush() {
            if (pending.length == 0) {
                return true;
            }
            IoBuffer buffer = IoBuffer.take();
            try {
                buffer.first(pending.length).put(pending);
                return write(buffer, pending.length);
            } finally {
                buffer.giveBack();
            }
        }

        private void close() {
            poller.forget(socket, key);
            Linux.close(socket);
        }
    }
}

package dev.hearth.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the begin and the end of every run of a function, in the benchmark's own process, which nobody kills. A
 * function goes on when the ledger has it.
 */
final class RunLedger implements AutoCloseable {

    private static final String SOURCE = """
            import socket, uuid

            link = None

            def tell(line):
                global link
                for last in (False, True):
                    try:
                        if link is None:
                            link = socket.create_connection(("127.0.0.1", %d), timeout=10)
                        link.sendall(line.encode())
                        if link.recv(1) == b"+":
                            return
                        raise OSError("the ledger has gone")
                    except OSError:
                        link = None
                        if last:
                            raise

            def key(record):
                if "Sns" in record:
                    return record["Sns"]["Message"] + "/function"
                fan = record["eventSourceARN"].endswith("-fan")
                return record["body"] + ("/queue" if fan else "")

            def handler(event, context):
                run = str(uuid.uuid4())
                keys = [event["k"]] if "k" in event else [key(each) for each in event["Records"]]
                tell("S " + run + " " + ",".join(keys) + "\\n")
                tell("E " + run + "\\n")
                return "done"
            """;

    /** One run: {@code System.nanoTime()} of its begin, and of its end once it has one. */
    static final class Run {

        private final long start;
        private volatile @Nullable Long end;

        private Run(long start) {
            this.start = start;
        }

        static Run of(long start, @Nullable Long end) {
            Run run = new Run(start);
            run.end = end;
            return run;
        }

        long start() {
            return start;
        }

        @Nullable
        Long end() {
            return end;
        }
    }

    private final ServerSocket socket;
    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final Map<String, List<Run>> runs = new ConcurrentHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<Run, List<String>> keys = new ConcurrentHashMap<>();

    private RunLedger(ServerSocket socket) {
        this.socket = socket;
    }

    static RunLedger open() {
        try {
            RunLedger ledger = new RunLedger(new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1")));
            Thread.ofPlatform().daemon().start(ledger::accept);
            return ledger;
        } catch (IOException e) {
            throw new BenchException("cannot listen", e);
        }
    }

    /** The function's source, for Python. */
    String source() {
        return SOURCE.formatted(socket.getLocalPort());
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket function = socket.accept();
                Thread.ofVirtual().start(() -> hear(function));
            }
        } catch (IOException closed) {
            // The benchmark is over.
        }
    }

    private void hear(Socket function) {
        try (function) {
            function.setTcpNoDelay(true);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(function.getInputStream(), StandardCharsets.UTF_8));
            OutputStream answers = function.getOutputStream();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                enter(line.split(" "));
                answers.write('+');
            }
        } catch (IOException killed) {
            // Its environment has gone, as it should with its server.
        }
    }

    private void enter(String[] words) {
        if (words[0].equals("S")) {
            Run run = new Run(System.nanoTime());
            running.put(words[1], run);
            List<String> all = List.of(words[2].split(","));
            keys.put(run, all);
            all.forEach(key ->
                    runs.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(run));
            return;
        }
        Run run = running.remove(words[1]);
        if (run != null) {
            run.end = System.nanoTime();
            done.addAll(keys.getOrDefault(run, List.of()));
        }
    }

    /** What came to its end at least once. */
    Set<String> done() {
        return done;
    }

    /** Every run of each key, in the order of their begins. */
    Map<String, List<Run>> runs() {
        return runs;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new BenchException("the ledger does not close", e);
        }
    }
}

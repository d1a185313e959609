import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A function that serves the Runtime API to its own runtime: it invokes itself a few times and ends the JVM, so that
 * the JVM can archive the classes that every function's start loads. Runs on every Java that Hearth serves.
 */
public final class Training implements RequestHandler<Training.Event, Map<String, Object>> {

    private static final int INVOCATIONS = 3;
    /** Longest head of a request that is read, bytes. */
    private static final int HEAD_BYTES = 8192;

    private static int given;

    /** An event with what events have. */
    public static final class Event {

        private String name = "";
        private List<Map<String, Object>> records = Collections.emptyList();

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public List<Map<String, Object>> getRecords() {
            return records;
        }

        public void setRecords(List<Map<String, Object>> records) {
            this.records = records;
        }
    }

    public Training() throws IOException {
        String[] address = System.getenv("AWS_LAMBDA_RUNTIME_API").split(":");
        ServerSocket server =
                new ServerSocket(Integer.parseInt(address[1]), 0, InetAddress.getByName(address[0]));
        start(() -> accept(server));
    }

    @Override
    public Map<String, Object> handleRequest(Event event, Context context) {
        context.getLogger().log(context.getAwsRequestId());
        int left = context.getRemainingTimeInMillis();
        return Map.of("name", event.getName(), "records", event.getRecords(), "left", left);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept(ServerSocket server) {
        try {
            while (true) {
                Socket connection = server.accept();
                start(() -> serve(connection));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void serve(Socket connection) {
        try {
            InputStream in = connection.getInputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                in.readNBytes(length(head));
                String answer = head.startsWith("GET") ? next() : "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static synchronized String next() {
        if (given++ == INVOCATIONS) {
            System.exit(0);
        }
        String event = "{\"name\":\"training\",\"records\":[{\"body\":\"text\",\"number\":1.5,"
                + "\"nested\":{\"a\":[1,null,true]}}]}";
        return "HTTP/1.1 200 OK\r\n"
                + "Content-Type: application/json\r\n"
                + "Lambda-Runtime-Aws-Request-Id: 00000000-0000-4000-8000-00000000000" + given + "\r\n"
                + "Lambda-Runtime-Deadline-Ms: " + (System.currentTimeMillis() + 60_000) + "\r\n"
                + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:training\r\n"
                + "Lambda-Runtime-Trace-Id: Root=1-00000000-000000000000000000000000;"
                        + "Parent=0000000000000000;Sampled=0\r\n"
                + "Content-Length: " + event.length() + "\r\n\r\n" + event;
    }

    /** Up to the empty line; empty at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int each = in.read(); each >= 0 && head.length() < HEAD_BYTES; each = in.read()) {
            head.append((char) each);
            if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString().toLowerCase(Locale.ROOT).replaceFirst("^get", "GET");
            }
        }
        return "";
    }

    private static int length(String head) {
        int start = head.indexOf("content-length:");
        return start < 0 ? 0 : Integer.parseInt(head.substring(start + 15, head.indexOf('\r', start)).trim());
    }
}

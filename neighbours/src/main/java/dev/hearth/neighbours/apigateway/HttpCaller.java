package dev.hearth.neighbours.apigateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How API Gateway reaches HTTP endpoints and AWS's other services. Does not block. */
public interface HttpCaller {

    /**
     * A request that API Gateway makes.
     *
     * @param service the AWS service that it is for, which is this Hearth's own, with a path for {@code url}; empty for
     *     a
     *     URL of anywhere
     */
    record Outgoing(
            String service,
            String method,
            String url,
            List<Map.Entry<String, String>> headers,
            byte[] body,
            Duration timeout) {

        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /** An answer; status 0 when there was none in time, -1 when the endpoint could not be reached. */
    record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {

        static final int TIMED_OUT = 0;
        static final int UNREACHABLE = -1;

        /** The first value of a header; empty when there is none. */
        String header(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }
    }

    /** Makes a request. Never completes exceptionally. */
    CompletionStage<Answer> call(Outgoing request);
}

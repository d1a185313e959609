package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Randomness;
import java.util.List;
import java.util.Map;

/**
 * A client of the AWS APIs of this very process: the same operations that the edge serves, without HTTP between.
 *
 * <p>Requests and responses are trees of maps, lists, texts, numbers, truth values, byte arrays and instants, whose
 * members have the names of AWS's models. A request's names are matched without regard to case, and its values are
 * taken as leniently as CloudFormation takes them: a text for a number or the other way round, a tree for a text that
 * holds JSON.
 */
public interface LocalClient {

    /** @param endpoint where clients find this Hearth */
    static LocalClient create(List<AwsApi> apis, AwsScope scope, String endpoint, Randomness randomness) {
        return new InProcessClient(apis, scope, endpoint, randomness);
    }

    /**
     * Does {@code operation} of {@code service}, on the caller's thread.
     *
     * @param accessKeyId in whose name
     * @throws Refused what the operation says against it
     */
    Map<String, Object> call(String accessKeyId, String service, String operation, Map<String, Object> input);

    /**
     * The same with a request id of the caller's, for an operation that knows its repetitions by it.
     *
     * @param requestId that nobody else can know
     */
    Map<String, Object> call(
            String accessKeyId, String service, String operation, Map<String, Object> input, String requestId);

    /** An error of AWS's. Carries no stack trace: it is an expected outcome. */
    final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final int status;
        private final String text;

        Refused(AwsApi.AwsError error) {
            super(error.code() + ": " + error.message(), null, false, false);
            this.code = error.code();
            this.status = error.status();
            this.text = error.message();
        }

        /** For example {@code ResourceNotFoundException}. */
        public String code() {
            return code;
        }

        /** HTTP status. */
        public int status() {
            return status;
        }

        /** For a person. */
        public String text() {
            return text;
        }
    }
}

package dev.hearth.aws;

import dev.hearth.core.Fault;
import java.util.List;
import java.util.function.Supplier;

/** One AWS API as Hearth serves it. */
public interface AwsApi {

    /** The API of the signing name {@code service} that {@code make} makes when the first request for it comes. */
    static AwsApi late(String service, Supplier<AwsApi> make) {
        return new LateApi(service, make);
    }

    /** The name that a signature's credential scope carries, for example {@code lambda} or {@code logs}. */
    String service();

    /** What is built; every other operation of the API answers that it is not. */
    List<Operation<?, ?>> operations();

    /** The API's own code and HTTP status for a kind of fault. */
    AwsError error(Fault fault);

    /**
     * An error as AWS names it.
     *
     * @param code for example {@code ResourceNotFoundException}
     * @param status HTTP status
     * @param message for a person
     * @param reason the value of the error's {@code Reason} member, or empty
     * @param queryCode what the Query protocol calls it; empty where that is {@code code} too
     */
    record AwsError(String code, int status, String message, String reason, String queryCode) {

        public AwsError(String code, int status, String message, String reason) {
            this(code, status, message, reason, "");
        }
    }
}

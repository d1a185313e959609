package dev.hearth.aws.ec2;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;

/** What EC2 calls its errors ("Error codes for the Amazon EC2 API"): every client error has the status 400. */
final class Ec2Errors {

    private Ec2Errors() {}

    static AwsError of(Fault fault) {
        String code = fault.detail();
        return switch (fault.kind().owner()) {
            case CALLER, FUNCTION -> new AwsError(code.isEmpty() ? "InvalidRequest" : code, 400, fault.message(), "");
            case SANDBOX, PLATFORM ->
                fault.kind() == Fault.Kind.INTERNAL
                        ? new AwsError("InternalError", 500, fault.message(), "")
                        : new AwsError("Unavailable", 503, fault.message(), "");
        };
    }
}

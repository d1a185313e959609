package dev.hearth.aws.cloudformation;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;

/** CloudFormation's codes and HTTP statuses: a fault carries its code as its detail. */
final class CloudFormationErrors {

    private CloudFormationErrors() {}

    static AwsError of(Fault fault) {
        int status = switch (fault.kind().owner()) {
            case CALLER, FUNCTION ->
                fault.detail().equals("ChangeSetNotFound") || fault.detail().equals("TypeNotFoundException")
                        ? 404
                        : 400;
            case SANDBOX, PLATFORM -> 503;
        };
        String code = fault.detail().matches("[A-Za-z]+(Exception|Error|Found|Status)")
                ? fault.detail()
                : status < 500 ? "ValidationError" : "ServiceUnavailable";
        return new AwsError(code, status, fault.message(), "");
    }
}

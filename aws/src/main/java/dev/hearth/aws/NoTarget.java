package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import org.jspecify.annotations.Nullable;

/** A request for an API that Hearth does not have. */
record NoTarget(String service, @Nullable ServedApi api) implements Target {

    @Override
    public int bodyLimit() {
        return Limits.BODY_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.json("Request entity too large");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        throw EdgeError.UNKNOWN_OPERATION.because("Hearth does not serve the API '" + Scalars.shown(service)
                + "'. What it serves is listed in docs/COVERAGE.md.");
    }
}

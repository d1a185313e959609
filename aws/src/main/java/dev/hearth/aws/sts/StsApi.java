package dev.hearth.aws.sts;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import java.util.List;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS. Whoever holds a key of this Hearth is the account's root. */
public record StsApi() implements AwsApi {

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(new Operation<GetCallerIdentityRequest, GetCallerIdentityResponse>(
                "GetCallerIdentity", GetCallerIdentityRequest::builder, StsApi::identity));
    }

    private static GetCallerIdentityResponse identity(Call call, GetCallerIdentityRequest request) {
        String account = call.scope().account();
        return GetCallerIdentityResponse.builder()
                .account(account)
                .userId(account)
                .arn("arn:aws:iam::" + account + ":root")
                .build();
    }

    @Override
    public AwsError error(Fault fault) {
        return switch (fault.kind().owner()) {
            case CALLER, FUNCTION -> new AwsError("ValidationError", 400, fault.message(), "");
            case SANDBOX, PLATFORM -> new AwsError("InternalFailure", 500, fault.message(), "");
        };
    }
}

package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.FunctionPage;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.PublishVersion;
import dev.hearth.services.registry.Registry;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;

/** The operations on published versions. */
final class VersionOperations {

    private final Registry registry;

    VersionOperations(Registry registry) {
        this.registry = registry;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("PublishVersion", PublishVersionRequest::builder, this::publish),
                new Operation<>("ListVersionsByFunction", ListVersionsByFunctionRequest::builder, this::list));
    }

    private PublishVersionResponse publish(Call call, PublishVersionRequest request) {
        Unserved.check(request);
        FunctionRecord version = registry.publish(new PublishVersion(
                request.functionName(), request.codeSha256(), request.description(), request.revisionId()));
        return Views.filled(
                        PublishVersionResponse.builder(),
                        Views.whole(version, arn(version), call.scope().region()))
                .build();
    }

    private ListVersionsByFunctionResponse list(Call call, ListVersionsByFunctionRequest request) {
        FunctionPage page = registry.versions(request.functionName(), request.marker(), request.maxItems());
        return ListVersionsByFunctionResponse.builder()
                .versions(page.functions().stream()
                        .map(version -> Views.summary(version, arn(version)))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private String arn(FunctionRecord version) {
        return registry.arn(version.name()) + ":" + version.version();
    }
}

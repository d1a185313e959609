package dev.hearth.aws.lambda;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.registry.FunctionPage;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.registry.RegistryLimits;
import dev.hearth.services.registry.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/** The operations on functions themselves, and the list of those that other classes hold. */
final class LambdaOperations implements AwsApi {

    /** HTTP status of a deletion that is done. */
    private static final int NO_CONTENT = 204;

    private final Registry registry;
    private final Concurrency concurrency;
    private final Mappings mappings;
    private final CodeLinks links;
    private final UrlNames names;
    private final ObjectCode objects;

    LambdaOperations(
            Registry registry,
            Concurrency concurrency,
            Mappings mappings,
            CodeLinks links,
            UrlNames names,
            ObjectCode objects) {
        this.registry = registry;
        this.concurrency = concurrency;
        this.mappings = mappings;
        this.links = links;
        this.names = names;
        this.objects = objects;
    }

    @Override
    public String service() {
        return "lambda";
    }

    @Override
    public AwsError error(Fault fault) {
        return LambdaErrors.of(fault);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> operations = new ArrayList<>(List.of(
                new Operation<>("CreateFunction", CreateFunctionRequest::builder, this::create),
                new Operation<>("GetFunction", GetFunctionRequest::builder, this::get),
                new Operation<>(
                        "GetFunctionConfiguration", GetFunctionConfigurationRequest::builder, this::configuration),
                new Operation<>("ListFunctions", ListFunctionsRequest::builder, this::list),
                new Operation<>("UpdateFunctionCode", UpdateFunctionCodeRequest::builder, this::updateCode),
                new Operation<>(
                        "UpdateFunctionConfiguration",
                        UpdateFunctionConfigurationRequest::builder,
                        this::updateConfiguration),
                new Operation<>("DeleteFunction", DeleteFunctionRequest::builder, this::delete),
                new Operation<>("GetAccountSettings", GetAccountSettingsRequest::builder, this::account)));
        operations.addAll(new VersionOperations(registry).operations());
        operations.addAll(new AliasOperations(registry).operations());
        operations.addAll(new LayerOperations(registry, links, objects).operations());
        operations.addAll(new PolicyOperations(registry).operations());
        operations.addAll(new OptionOperations(registry).operations());
        operations.addAll(new UrlOperations(registry, names).operations());
        operations.addAll(new ReadOperations(registry).operations());
        operations.addAll(new ConcurrencyOperations(concurrency).operations());
        operations.addAll(new MappingOperations(mappings).operations());
        operations.addAll(new TagOperations(registry, mappings).operations());
        return List.copyOf(operations);
    }

    private CreateFunctionResponse create(Call call, CreateFunctionRequest request) {
        FunctionRecord created = registry.create(Wishes.create(objects.filled(request)));
        // AWS tells of updates only once there is a function to update.
        FunctionConfiguration view =
                view(call, created).toBuilder().lastUpdateStatus((String) null).build();
        return Views.filled(CreateFunctionResponse.builder(), view).build();
    }

    private GetFunctionResponse get(Call call, GetFunctionRequest request) {
        FunctionRecord function = registry.get("lambda:GetFunction", request.functionName(), request.qualifier());
        GetFunctionResponse.Builder response = GetFunctionResponse.builder()
                .configuration(view(call, function, request.functionName(), request.qualifier()))
                .code(location(function));
        if (!function.tags().isEmpty()) {
            response.tags(function.tags());
        }
        concurrency
                .reserved("lambda:GetFunction", function.name())
                .ifPresent(units -> response.concurrency(c -> c.reservedConcurrentExecutions(units)));
        return response.build();
    }

    private FunctionCodeLocation location(FunctionRecord function) {
        return function.configuration()
                .image()
                .map(image -> FunctionCodeLocation.builder()
                        .repositoryType("ECR")
                        .imageUri(image.uri())
                        .resolvedImageUri(image.resolvedUri())
                        .build())
                .orElseGet(() -> FunctionCodeLocation.builder()
                        .repositoryType("S3")
                        .location(links.location(function.code().digest()))
                        .build());
    }

    private GetFunctionConfigurationResponse configuration(Call call, GetFunctionConfigurationRequest request) {
        FunctionRecord function =
                registry.get("lambda:GetFunctionConfiguration", request.functionName(), request.qualifier());
        FunctionConfiguration view = view(call, function, request.functionName(), request.qualifier());
        return Views.filled(GetFunctionConfigurationResponse.builder(), view).build();
    }

    private ListFunctionsResponse list(Call call, ListFunctionsRequest request) {
        String versions = request.functionVersionAsString();
        if (versions != null && !versions.equals("ALL")) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "1 validation error detected: Value '" + versions
                                    + "' at 'functionVersion' failed to satisfy"
                                    + " constraint: Member must satisfy enum value set: [ALL]")
                    .asException();
        }
        if (request.masterRegion() != null
                && !request.masterRegion().equals("ALL")
                && !request.masterRegion().equals(call.scope().region())) {
            return ListFunctionsResponse.builder().functions(List.of()).build();
        }
        FunctionPage page = versions == null
                ? registry.list(request.marker(), request.maxItems())
                : registry.versions(null, request.marker(), request.maxItems());
        return ListFunctionsResponse.builder()
                .functions(page.functions().stream()
                        .map(function -> Views.summary(
                                function, versions == null ? registry.arn(function.name()) : versionArn(function)))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private UpdateFunctionCodeResponse updateCode(Call call, UpdateFunctionCodeRequest request) {
        FunctionRecord updated = registry.updateCode(Wishes.code(objects.filled(request)));
        String arn =
                updated.version().equals(FunctionRecord.LATEST) ? registry.arn(updated.name()) : versionArn(updated);
        return Views.filled(UpdateFunctionCodeResponse.builder(), Views.whole(updated, arn, region(call)))
                .build();
    }

    private UpdateFunctionConfigurationResponse updateConfiguration(
            Call call, UpdateFunctionConfigurationRequest request) {
        FunctionRecord updated = registry.updateConfiguration(Wishes.configuration(request));
        return Views.filled(UpdateFunctionConfigurationResponse.builder(), view(call, updated))
                .build();
    }

    private DeleteFunctionResponse delete(Call call, DeleteFunctionRequest request) {
        registry.delete(request.functionName(), request.qualifier());
        return DeleteFunctionResponse.builder().statusCode(NO_CONTENT).build();
    }

    private GetAccountSettingsResponse account(Call call, GetAccountSettingsRequest request) {
        Usage usage = registry.usage();
        Concurrency.Account account = concurrency.account();
        return GetAccountSettingsResponse.builder()
                .accountLimit(limit -> limit.totalCodeSize(RegistryLimits.CODE_STORAGE_BYTES)
                        .codeSizeUnzipped((long) RegistryLimits.UNZIPPED_BYTES)
                        .codeSizeZipped((long) RegistryLimits.ZIPPED_BYTES)
                        .concurrentExecutions(account.limit())
                        .unreservedConcurrentExecutions(account.unreserved()))
                .accountUsage(used -> used.totalCodeSize(usage.totalCodeSize()).functionCount(usage.functionCount()))
                .build();
    }

    private FunctionConfiguration view(Call call, FunctionRecord function) {
        return Views.whole(function, registry.arn(function.name()), region(call));
    }

    /** A function under the ARN that repeats the caller's qualifier, wherever it stood. */
    private FunctionConfiguration view(Call call, FunctionRecord function, String name, @Nullable String qualifier) {
        return Views.whole(function, registry.arn(name, qualifier), region(call));
    }

    private String versionArn(FunctionRecord function) {
        return registry.arn(function.name()) + ":" + function.version();
    }

    private static String region(Call call) {
        return call.scope().region();
    }
}

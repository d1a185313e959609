package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Randomness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** {@link LocalClient} over the operations that the APIs have built. */
final class InProcessClient implements LocalClient {

    private final Map<String, LateServed> apis = new HashMap<>();
    private final AwsScope scope;
    private final String endpoint;
    private final Randomness randomness;

    InProcessClient(List<AwsApi> apis, AwsScope scope, String endpoint, Randomness randomness) {
        apis.forEach(api -> this.apis.put(api.service(), new LateServed(api)));
        this.scope = scope;
        this.endpoint = endpoint;
        this.randomness = randomness;
    }

    @Override
    public Map<String, Object> call(String accessKeyId, String service, String operation, Map<String, Object> input) {
        LateServed late = apis.get(service);
        ServedApi api = late == null ? null : late.served();
        Operation<?, ?> built = api == null ? null : api.built().get(operation);
        if (api == null || built == null) {
            throw new Refused(EdgeError.UNKNOWN_OPERATION.json(
                    "Hearth has not built the operation " + operation + " of the API '" + service + "'."));
        }
        Call call = new Call(randomness.uuid().toString(), accessKeyId, scope, endpoint);
        try {
            return TreeWriter.write(answer(built, call, input));
        } catch (FaultException refused) {
            throw new Refused(api.api().error(refused.fault()));
        } catch (Refusal refused) {
            throw new Refused(refused.error().json(refused.text()));
        }
    }

    private static <I extends SdkPojo, O extends SdkPojo> O answer(
            Operation<I, O> operation, Call call, Map<String, Object> input) {
        SdkPojo builder = operation.request().get();
        TreeReader.read(input, builder);
        @SuppressWarnings("unchecked") // Operation's contract: its builder makes an I
        I request = (I) ((Buildable) builder).build();
        return operation.handler().handle(call, request);
    }
}

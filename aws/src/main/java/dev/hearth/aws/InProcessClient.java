package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Randomness;
import dev.hearth.neighbours.templates.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        return call(accessKeyId, service, operation, input, randomness.uuid().toString());
    }

    @Override
    public Map<String, Object> call(
            String accessKeyId, String service, String operation, Map<String, Object> input, String requestId) {
        LateServed late = apis.get(service);
        ServedApi api = late == null ? null : late.served();
        Operation<?, ?> built = api == null ? null : api.built().get(operation);
        if (api == null || built == null) {
            throw new Refused(EdgeError.UNKNOWN_OPERATION.json(
                    "Hearth has not built the operation " + operation + " of the API '" + service + "'."));
        }
        Call call = new Call(requestId, accessKeyId, scope, endpoint);
        try {
            RawHandler raw = built.raw();
            return raw == null ? TreeWriter.write(answer(built, call, input)) : answer(built, raw, call, input);
        } catch (FaultException refused) {
            throw new Refused(api.api().error(refused.fault()));
        } catch (Refusal refused) {
            throw new Refused(refused.error().json(refused.text()));
        }
    }

    private static byte[] json(Map<String, Object> input) {
        return JsonWriter.bytes(json -> TreeJson.write(json, input));
    }

    private static Map<String, Object> raw(RawHandler.Answer answer) {
        Map<String, Object> tree = Tree.parseMap(new String(answer.body(), StandardCharsets.UTF_8));
        if (answer.status() < 300) {
            return tree;
        }
        String type = Tree.text(tree, "__type", "InternalFailure");
        String message = Tree.text(tree, "message", Tree.text(tree, "Message", type));
        throw new Refused(new AwsApi.AwsError(type.substring(type.indexOf('#') + 1), answer.status(), message, ""));
    }

    private static <I extends SdkPojo, O extends SdkPojo> O answer(
            Operation<I, O> operation, Call call, Map<String, Object> input) {
        SdkPojo builder = operation.request().get();
        TreeReader.read(input, builder);
        @SuppressWarnings("unchecked") // Operation's contract: its builder makes an I
        I request = (I) ((Buildable) builder).build();
        return operation.handler().handle(call, request);
    }

    private static Map<String, Object> answer(
            Operation<?, ?> operation, RawHandler raw, Call call, Map<String, Object> input) {
        SdkPojo builder = operation.request().get();
        TreeReader.read(input, builder);
        SdkPojo request = (SdkPojo) ((Buildable) builder).build();
        byte[] body = JsonWriter.write(Shape.of(request).fields(), request);
        RawHandler.Answer answer = raw.handle(call, operation.name(), ByteBuffer.wrap(body));
        Map<String, Object> tree = JsonTree.read(answer.body());
        if (answer.status() >= 300) {
            String type = String.valueOf(tree.get("__type"));
            String message = String.valueOf(tree.getOrDefault("message", tree.get("Message")));
            throw new Refused(new AwsError(type.substring(type.indexOf('#') + 1), answer.status(), message, ""));
        }
        return tree;
    }
}

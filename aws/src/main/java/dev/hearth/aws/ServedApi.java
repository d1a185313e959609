package dev.hearth.aws;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API with everything that serving it needs.
 *
 * @param api whose handlers
 * @param model AWS's word on it
 * @param protocol its bytes
 * @param built the operations with a handler, by name
 * @param older the same in the Query protocol, for clients from before the API spoke JSON; null where there are none
 */
record ServedApi(
        AwsApi api,
        ApiModel model,
        Protocol protocol,
        Map<String, Operation<?, ?>> built,
        @Nullable ServedApi older) {

    static ServedApi of(AwsApi api, ApiModel model) {
        Map<String, Operation<?, ?>> built = new HashMap<>();
        for (Operation<?, ?> operation : api.operations()) {
            if (!model.operations().containsKey(operation.name()) || built.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException(api.service() + " has no operation of its own " + operation.name());
            }
        }
        Map<String, Operation<?, ?>> all = Map.copyOf(built);
        ServedApi older = model.namespace().isEmpty() || model.target().isEmpty()
                ? null
                : new ServedApi(api, model, new QueryProtocol(model), all, null);
        return new ServedApi(api, model, Protocol.of(model), all, older);
    }

    /** The API in the protocol that {@code head} speaks. */
    ServedApi spokenBy(RequestHead head) {
        return older != null && head.header("X-Amz-Target") == null ? older : this;
    }
}

package dev.hearth.aws;

import java.util.HashMap;
import java.util.Map;

/**
 * An API with everything that serving it needs.
 *
 * @param api whose handlers
 * @param model AWS's word on it
 * @param protocol its bytes
 * @param built the operations with a handler, by name
 */
record ServedApi(AwsApi api, ApiModel model, Protocol protocol, Map<String, Operation<?, ?>> built) {

    static ServedApi of(AwsApi api) {
        ApiModel model = ApiModel.load(api.service());
        Map<String, Operation<?, ?>> built = new HashMap<>();
        for (Operation<?, ?> operation : api.operations()) {
            if (!model.operations().containsKey(operation.name()) || built.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException(api.service() + " has no operation of its own " + operation.name());
            }
        }
        return new ServedApi(api, model, Protocol.of(model), Map.copyOf(built));
    }
}

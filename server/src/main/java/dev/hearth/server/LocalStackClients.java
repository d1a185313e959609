package dev.hearth.server;

import dev.hearth.aws.LocalClient;
import dev.hearth.aws.LocalStream;
import dev.hearth.aws.lambda.CodeObjects;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.cloudformation.StackClients;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Does AWS's operations for stacks in this very process. */
record LocalStackClients(LocalClient client, LocalStream s3, CodeObjects objects, Frontend frontend, Ports ports)
        implements StackClients {

    @Override
    public AwsCalls as(String accessKeyId) {
        return new Calls(accessKeyId);
    }

    private final class Calls implements AwsCalls {

        private final String accessKeyId;

        Calls(String accessKeyId) {
            this.accessKeyId = accessKeyId;
        }

        @Override
        public Map<String, Object> call(String service, String operation, Map<String, Object> input) {
            if (service.equals("lambda") && operation.equals("InvokeAsync")) {
                return invoked(input);
            }
            try {
                if (service.equals("s3")) {
                    byte[] body = input.get("Body") instanceof byte[] bytes ? bytes : new byte[0];
                    Object query = input.getOrDefault("Query", "");
                    String path = String.valueOf(input.get("Path"));
                    return Map.of("Body", s3.call(accessKeyId, operation, path, query.toString(), body));
                }
                return client.call(accessKeyId, service, operation, input);
            } catch (LocalClient.Refused refused) {
                throw AwsCalls.refused(refused.code(), refused.status(), refused.text());
            }
        }

        @Override
        public Map<String, Object> once(String mark, String service, String operation, Map<String, Object> input) {
            try {
                return client.call(accessKeyId, service, operation, input, mark);
            } catch (LocalClient.Refused refused) {
                throw AwsCalls.refused(refused.code(), refused.status(), refused.text());
            }
        }

        @Override
        public void pause(Duration time) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            ports.timers().after(time, () -> over.complete(null));
            over.join();
        }
    }

    /** An event for a function: it takes a way of its own through the edge, and here. */
    private Map<String, Object> invoked(Map<String, Object> input) {
        InvokeCommand command = new InvokeCommand(
                ports.randomness().uuid().toString(),
                String.valueOf(input.get("FunctionName")),
                null,
                InvokeCommand.Type.EVENT,
                ByteBuffer.wrap(String.valueOf(input.get("InvokeArgs")).getBytes(StandardCharsets.UTF_8))
                        .asReadOnlyBuffer(),
                null,
                null,
                false);
        InvokeOutcome outcome = frontend.invoke(command).toCompletableFuture().join();
        if (outcome instanceof InvokeOutcome.Refused(Fault fault)) {
            throw fault.asException();
        }
        return Map.of("Status", 202);
    }

    @Override
    public byte[] object(String accessKeyId, String bucket, String key, int most) {
        try {
            byte[] object = objects.read(bucket, key, null);
            if (object.length > most) {
                throw AwsCalls.refused("ValidationError", 400, "Template may not exceed " + most + " bytes in size.");
            }
            return object;
        } catch (FaultException refused) {
            throw AwsCalls.refused("ValidationError", 400, refused.fault().message());
        }
    }
}

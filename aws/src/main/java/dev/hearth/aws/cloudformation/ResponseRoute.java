package dev.hearth.aws.cloudformation;

import dev.hearth.aws.PlainRoute;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Takes what is put to the URL of a custom resource or of a wait condition; a secret in it is what guards it. */
record ResponseRoute(Supplier<CloudFormation> stacks) implements PlainRoute {

    private static final int BODY_BYTES = 64 * 1024;

    @Override
    public String prefix() {
        return CloudFormation.RESPONSES;
    }

    @Override
    public int putBytes() {
        return BODY_BYTES;
    }

    @Override
    public Answer get(String path, String query) {
        return new Answer(405, "text/plain", new byte[0]);
    }

    @Override
    public Answer put(String path, String query, byte[] body) {
        boolean taken = stacks.get()
                .respond(path.substring(CloudFormation.RESPONSES.length()), new String(body, StandardCharsets.UTF_8));
        return new Answer(taken ? 200 : 403, "text/plain", new byte[0]);
    }
}

package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code DescribeRepositories} of ECR, the one operation of it: there are no repositories. The Serverless Framework
 * asks
 * before it removes a service, and takes no other answer for a no.
 */
record NoRegistryTarget() implements Target {

    private static final String OPERATION = "DescribeRepositories";
    private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921." + OPERATION;
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    /** A hundred names of 256 characters are the most that ECR takes. */
    private static final int BODY_BYTES = 64 * 1_024;

    private static final int NOT_FOUND = 400;

    static boolean isFor(String service, RequestHead head) {
        return service.equals("ecr") && TARGET.equals(head.header("X-Amz-Target"));
    }

    @Override
    public int bodyLimit() {
        return BODY_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.json("Request entity too large");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        exchange.require("ecr", OPERATION, "*");
        ByteBuffer bytes = body.bytes();
        byte[] content = new byte[bytes.remaining()];
        bytes.duplicate().get(content);
        String account = exchange.call().scope().account();
        exchange.onTask("aws ecr:" + OPERATION, () -> answer(names(content), account));
    }

    private static List<?> names(byte[] content) {
        try {
            return JsonTree.read(content).get("repositoryNames") instanceof List<?> names ? names : List.of();
        } catch (RuntimeException notJson) {
            throw EdgeError.SERIALIZATION.because("");
        }
    }

    private static Reply answer(List<?> names, String account) {
        if (!names.isEmpty()) {
            return PlainError.reply(new AwsError(
                    "RepositoryNotFoundException",
                    NOT_FOUND,
                    "The repository with name '" + Scalars.shown(String.valueOf(names.getFirst()))
                            + "' does not exist in the registry with id '" + account + "'",
                    ""));
        }
        byte[] none = JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("repositories");
            json.writeEndArray();
            json.writeEndObject();
        });
        return new Reply(200, CONTENT_TYPE, Map.of(), none);
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }
}

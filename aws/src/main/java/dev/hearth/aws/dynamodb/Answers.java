package dev.hearth.aws.dynamodb;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.aws.RawHandler;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** Answers and errors in DynamoDB's form. */
final class Answers {

    private static final String OWN = "com.amazonaws.dynamodb.v20120810#";

    private Answers() {}

    static RawHandler.Answer of(Consumer<JsonGenerator> content) {
        return new RawHandler.Answer(200, JsonBody.write(content));
    }

    /** Work that answers its refusals. */
    static RawHandler.Step onTask(Supplier<RawHandler.Answer> work) {
        return new RawHandler.Step.OnTask(() -> refusing(work));
    }

    static RawHandler.Answer refusing(Supplier<RawHandler.Answer> work) {
        try {
            return work.get();
        } catch (FaultException refused) {
            return error(refused.fault());
        }
    }

    static RawHandler.Answer error(Fault fault) {
        return error(of(fault), json -> {});
    }

    /** An error with members of its own. */
    static RawHandler.Answer error(DynamoDbError error, String message, Consumer<JsonGenerator> more) {
        return error(new AwsError(OWN + error.code(), 400, message, ""), more);
    }

    private static RawHandler.Answer error(AwsError error, Consumer<JsonGenerator> more) {
        // A serialization error spells this member with a capital.
        String name = error.code().endsWith(DynamoDbError.SERIALIZATION.code()) ? "Message" : "message";
        return new RawHandler.Answer(error.status(), JsonBody.write(json -> {
            json.writeStringProperty("__type", error.code());
            json.writeStringProperty(name, error.message());
            more.accept(json);
        }));
    }

    static AwsError of(Fault fault) {
        String code = fault.detail();
        if (code.equals(DynamoDbError.VALIDATION.code())) {
            return new AwsError("com.amazon.coral.validate#" + code, 400, fault.message(), "");
        }
        if (code.equals(DynamoDbError.SERIALIZATION.code())) {
            return new AwsError("com.amazon.coral.service#" + code, 400, fault.message(), "");
        }
        if (!code.isEmpty()) {
            return new AwsError(OWN + code, 400, fault.message(), "");
        }
        return switch (fault.kind().owner()) {
            case PLATFORM, SANDBOX ->
                fault.kind() == Fault.Kind.UNAVAILABLE
                        ? new AwsError("com.amazon.coral.availability#ThrottlingException", 400, fault.message(), "")
                        : new AwsError(OWN + "InternalServerError", 500, fault.message(), "");
            case CALLER, FUNCTION ->
                new AwsError("com.amazon.coral.validate#ValidationException", 400, fault.message(), "");
        };
    }
}

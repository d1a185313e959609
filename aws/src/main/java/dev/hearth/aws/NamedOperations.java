package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.Doc;
import java.lang.reflect.InvocationTargetException;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Operations whose types are found by their names, when they are first used: the SDK calls an operation's input {@code
 * NameRequest} and its output {@code NameResponse}. An API with a hundred operations costs nothing for those that
 * nobody
 * calls.
 */
public interface NamedOperations {

    /**
     * An operation of the SDK's package {@code model} that {@code handler} makes of documents.
     *
     * @param model for example {@code software.amazon.awssdk.services.apigateway.model}
     */
    static Operation<SdkPojo, SdkPojo> of(String model, String name, UnaryOperator<Doc> handler) {
        return new Operation<>(
                name,
                () -> builder(model + "." + name + "Request"),
                (call, request) -> Documents.build(
                        handler.apply(Documents.of(request)), builder(model + "." + name + "Response")));
    }

    /** An empty builder of one of the SDK's types. */
    private static SdkPojo builder(String type) {
        try {
            return (SdkPojo) Class.forName(type).getMethod("builder").invoke(null);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalArgumentException("No type of the SDK's is called " + type, e);
        }
    }
}

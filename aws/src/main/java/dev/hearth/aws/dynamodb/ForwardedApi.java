package dev.hearth.aws.dynamodb;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.aws.RawHandler;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupRequest;

/**
 * An API whose requests another endpoint answers. Bodies go there and come back as they are; only errors that are
 * between Hearth and that endpoint are told in other words, because the caller cannot mend them.
 */
final class ForwardedApi implements AwsApi, RawHandler {

    /** What the endpoint says of credentials, which are Hearth's own and not the caller's. */
    private static final Set<String> OF_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "InvalidClientTokenId",
            "MissingAuthenticationTokenException",
            "IncompleteSignatureException",
            "ExpiredTokenException");

    private static final int OK = 200;

    private final String service;
    private final String target;
    private final Supplier<RemoteTables> endpoint;
    private final List<Operation<?, ?>> operations;

    private ForwardedApi(
            String service,
            String target,
            Supplier<RemoteTables> endpoint,
            Function<RawHandler, List<Operation<?, ?>>> operations) {
        this.service = service;
        this.target = target;
        this.endpoint = endpoint;
        this.operations = operations.apply(this);
    }

    static ForwardedApi items(Supplier<RemoteTables> endpoint) {
        return new ForwardedApi("dynamodb", "DynamoDB_20120810.", endpoint, ForwardedApi::all);
    }

    static ForwardedApi streams(Supplier<RemoteTables> endpoint) {
        return new ForwardedApi("dynamodbstreams", "DynamoDBStreams_20120810.", endpoint, StreamsApi::operations);
    }

    /** What Hearth has built, and what the endpoint may have beside that. */
    private static List<Operation<?, ?>> all(RawHandler handler) {
        List<Operation<?, ?>> all = new ArrayList<>(ItemsApi.operations(handler));
        all.add(Operation.raw("ExecuteStatement", ExecuteStatementRequest::builder, handler));
        all.add(Operation.raw("BatchExecuteStatement", BatchExecuteStatementRequest::builder, handler));
        all.add(Operation.raw("ExecuteTransaction", ExecuteTransactionRequest::builder, handler));
        all.add(Operation.raw("CreateBackup", CreateBackupRequest::builder, handler));
        all.add(Operation.raw("DescribeBackup", DescribeBackupRequest::builder, handler));
        all.add(Operation.raw("DeleteBackup", DeleteBackupRequest::builder, handler));
        all.add(Operation.raw("RestoreTableFromBackup", RestoreTableFromBackupRequest::builder, handler));
        return all;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public AwsError error(Fault fault) {
        return Answers.of(fault);
    }

    @Override
    public Answer handle(Call call, String operation, ByteBuffer body) {
        RemoteTables remote = endpoint.get();
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        try {
            return answer(remote, remote.post(target + operation, bytes));
        } catch (RemoteTables.Busy busy) {
            return Answers.error(new Fault(Fault.Kind.UNAVAILABLE, String.valueOf(busy.getMessage())));
        } catch (IOException failed) {
            return failed(remote, "does not answer: " + why(failed));
        }
    }

    private static String why(IOException failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    private static Answer answer(RemoteTables remote, RemoteTables.Answer answer) {
        if (answer.status() == OK) {
            return new Answer(OK, answer.body());
        }
        try {
            Members error = new Members(JsonBody.read(ByteBuffer.wrap(answer.body())));
            String type = error.text("__type", "");
            String code = type.substring(type.indexOf('#') + 1);
            if (OF_CREDENTIALS.contains(code)) {
                String message = error.text("message", error.text("Message", code));
                return failed(remote, "refuses Hearth's credentials: " + message);
            }
            return new Answer(answer.status(), answer.body());
        } catch (FaultException notJson) {
            return failed(remote, "answers with HTTP status " + answer.status() + " and no JSON");
        }
    }

    private static Answer failed(RemoteTables remote, String how) {
        return Answers.error(new Fault(Fault.Kind.INTERNAL, "The endpoint of the tables, " + remote + ", " + how));
    }
}

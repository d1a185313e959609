package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** AWS Query: {@code Action} and its members as a form, XML as the answer. STS speaks it, and SQS to older clients. */
final class QueryProtocol implements Protocol {

    private static final String XML = "text/xml";

    private final ApiModel model;
    private final FlatNames names;

    QueryProtocol(ApiModel model) {
        this.model = model;
        this.names = FlatNames.load(model.service());
    }

    @Override
    public @Nullable Match match(RequestHead head) {
        return head.query().contains("Action=") ? match(Percent.pairs(head.query())) : null;
    }

    @Override
    public Match match(RequestHead head, ByteBuffer body) {
        Match inQuery = match(head);
        return inQuery != null ? inQuery : match(Percent.pairs(text(body)));
    }

    private Match match(List<Map.Entry<String, String>> parameters) {
        String action = "";
        for (Map.Entry<String, String> parameter : parameters) {
            action = parameter.getKey().equals("Action") ? parameter.getValue() : action;
        }
        OperationModel operation = model.operations().get(action);
        if (operation == null) {
            throw EdgeError.UNKNOWN_OPERATION.because(
                    "Could not find operation " + Scalars.shown(action) + " for version " + model.version());
        }
        return new Match(operation, Map.of());
    }

    @Override
    public void read(Match match, RequestHead head, ByteBuffer body, SdkPojo builder) {
        FormTree tree = new FormTree();
        Percent.pairs(head.query()).forEach(tree::put);
        Percent.pairs(text(body)).forEach(tree::put);
        names.addressed(head).forEach(tree::putIfAbsent);
        new FormReader(names.of(match.operation().name())).read(tree, builder);
    }

    private static String text(ByteBuffer body) {
        return StandardCharsets.ISO_8859_1.decode(body.duplicate()).toString();
    }

    @Override
    public Reply write(Match match, SdkPojo response, String requestId) {
        String name = match.operation().name();
        XmlWriter xml = new XmlWriter(names.of(name));
        xml.open(name + "Response", model.namespace());
        // Clients look for it where the answer of an operation has a type, even one without members.
        xml.open(name + "Result");
        xml.members(response);
        xml.close(name + "Result");
        xml.open("ResponseMetadata");
        xml.leaf("RequestId", requestId);
        xml.close("ResponseMetadata");
        xml.close(name + "Response");
        return new Reply(match.operation().status(), XML, Map.of(), xml.bytes());
    }

    @Override
    public Reply error(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter(Map.of());
        xml.open("ErrorResponse", model.namespace());
        xml.open("Error");
        xml.leaf("Type", error.status() < 500 ? "Sender" : "Receiver");
        xml.leaf("Code", error.queryCode().isEmpty() ? error.code() : error.queryCode());
        xml.leaf("Message", error.message());
        xml.close("Error");
        xml.leaf("RequestId", requestId);
        xml.close("ErrorResponse");
        return new Reply(error.status(), XML, Map.of(), xml.bytes());
    }

    @Override
    public AwsError named(EdgeError error, String message) {
        AwsError query = error.query(message);
        return error == EdgeError.UNKNOWN_OPERATION ? new AwsError(query.code(), 400, message, "") : query;
    }
}

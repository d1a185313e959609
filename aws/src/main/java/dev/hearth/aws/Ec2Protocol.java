package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** EC2's own kind of Query (smithy.io, "AWS EC2 query protocol"): every list is flat, and results stand at the top. */
final class Ec2Protocol implements Protocol {

    private static final String XML = "text/xml;charset=UTF-8";

    private final ApiModel model;
    private final QueryProtocol query;

    Ec2Protocol(ApiModel model) {
        this.model = model;
        this.query = new QueryProtocol(model);
    }

    @Override
    public @Nullable Match match(RequestHead head) {
        return query.match(head);
    }

    @Override
    public Match match(RequestHead head, ByteBuffer body) {
        return query.match(head, body);
    }

    @Override
    public void read(Match match, RequestHead head, ByteBuffer body, SdkPojo builder) {
        FormTree tree = new FormTree();
        Percent.pairs(head.query()).forEach(tree::put);
        Percent.pairs(StandardCharsets.ISO_8859_1.decode(body.duplicate()).toString())
                .forEach(tree::put);
        FormReader.ofEc2().read(tree, builder);
    }

    @Override
    public Reply write(Match match, SdkPojo response, String requestId) {
        String name = match.operation().name();
        XmlWriter xml = new XmlWriter(Map.of());
        xml.open(name + "Response", model.namespace());
        xml.leaf("requestId", requestId);
        xml.members(response);
        xml.close(name + "Response");
        return new Reply(match.operation().status(), XML, Map.of(), xml.bytes());
    }

    @Override
    public Reply error(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter(Map.of());
        xml.open("Response");
        xml.open("Errors");
        xml.open("Error");
        xml.leaf("Code", error.code());
        xml.leaf("Message", error.message());
        xml.close("Error");
        xml.close("Errors");
        xml.leaf("RequestID", requestId);
        xml.close("Response");
        return new Reply(error.status(), XML, Map.of(), xml.bytes());
    }

    @Override
    public AwsError named(EdgeError error, String message) {
        return query.named(error, message);
    }
}

package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.Doc;
import software.amazon.awssdk.core.SdkPojo;

/** The SDK's types as documents by the names that their members have on the wire, wherever a message has them. */
public interface Documents {

    /** All members that are set; bytes are read as UTF-8. */
    static Doc of(SdkPojo pojo) {
        return DocumentCodec.of(pojo);
    }

    /**
     * What {@code builder}, an empty builder of the SDK's, makes of the members that its type has. A text stands for
     * whatever scalar the type wants.
     */
    static SdkPojo build(Doc doc, SdkPojo builder) {
        return DocumentCodec.build(doc, builder);
    }
}

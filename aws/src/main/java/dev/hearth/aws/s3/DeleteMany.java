package dev.hearth.aws.s3;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.Condition;
import dev.hearth.neighbours.s3.DeleteObject;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import org.jspecify.annotations.Nullable;

/** One of the objects of DeleteObjects. */
final class DeleteMany {

    private DeleteMany() {}

    /** What the answer says of it; null for nothing. */
    static @Nullable Element one(S3Call call, Element object, boolean quiet) {
        String key = object.text("Key");
        String versionId = object.has("VersionId") ? object.text("VersionId") : null;
        try {
            if (key.isEmpty()) {
                throw S3Error.MALFORMED_XML.thrown();
            }
            Access.requireObject(call, versionId == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", key);
            Condition condition = condition(object);
            DeleteObject.Deleted deleted = call.s3()
                    .objects()
                    .delete(new DeleteObject(
                            call.bucketName(), key, versionId, condition, ObjectWrites.bypass(call), call.cause("")));
            return quiet ? null : deleted(key, versionId, deleted);
        } catch (FaultException refused) {
            Element.Builder error = Element.named("Error").leaf("Key", key);
            if (versionId != null) {
                error.leaf("VersionId", versionId);
            }
            return error.leaf("Code", refused.fault().detail())
                    .leaf("Message", refused.fault().message())
                    .build();
        }
    }

    private static Condition condition(Element object) {
        Long modified = Text.millis(object.has("LastModifiedTime") ? object.text("LastModifiedTime") : null);
        return new Condition(
                object.has("ETag") ? object.text("ETag") : null,
                null,
                modified == null ? -1 : modified,
                object.has("Size") ? Text.whole(object.text("Size")) : -1);
    }

    private static Element deleted(String key, @Nullable String versionId, DeleteObject.Deleted deleted) {
        Element.Builder one = Element.named("Deleted").leaf("Key", key);
        if (versionId != null) {
            one.leaf("VersionId", versionId);
        }
        String made = deleted.versionId();
        if (deleted.marker() && made != null) {
            one.leaf("DeleteMarker", true).leaf("DeleteMarkerVersionId", made);
        }
        return one.build();
    }
}
